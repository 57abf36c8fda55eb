import { html } from '../html.ts';
import { button, callout, paragraph } from './elements.ts';
import type { MailContent, OrderFacts, OrderLineFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { greeting } from './words.ts';

export interface OrderShippedFacts extends OrderFacts {
  /**
   * The shipped lines, if they are not all of `lines`. The e-mail then omits the sums, because they cover all lines.
   */
  readonly packedLines?: readonly OrderLineFacts[];
  readonly tracking: { readonly carrier: string | null; readonly number: string | null; readonly url: string | null };
}

/** An order has left the store. */
export function orderShipped(order: OrderShippedFacts): MailContent {
  const facts = packed(order);
  const { carrier, number, url } = facts.tracking;
  const words = `${greeting(facts)}, we handed order ${facts.number} over to ${carrier ?? 'the carrier'}.`;
  const tracking = number && `Tracking number: ${number}`;
  return compose({
    store: facts,
    subject: `Order ${facts.number} is on its way`,
    preheader: tracking || 'Your order has left the store.',
    tone: 'good',
    state: 'Shipped',
    title: 'Your order is on its way',
    html: html`${paragraph(words)}${tracking && callout('quiet', tracking)}${url && button('Track the shipment', url)}
${orderSummary(facts)}`,
    text: [words, tracking ?? false, url === null ? false : [url], orderText(facts)],
    reason: `You get this e-mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}

function packed({ packedLines, ...order }: OrderShippedFacts): OrderShippedFacts {
  if (!packedLines || countOf(packedLines) === countOf(order.lines)) return order;
  return { ...order, lines: packedLines, hasSums: false };
}

function countOf(lines: readonly OrderLineFacts[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
