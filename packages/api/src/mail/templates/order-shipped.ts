import { html } from '../html.ts';
import { button, callout, paragraph } from './elements.ts';
import type { MailContent, OrderFacts, OrderLineFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { greeting } from './words.ts';

export interface OrderShippedFacts extends OrderFacts {
  /**
   * The lines of this shipment, if they are not all of `lines`. The e-mail then omits the sums, because they cover all
   * lines.
   */
  readonly packedLines?: readonly OrderLineFacts[];
  /** The place of this shipment in its order. `part` is one of several, and `rest` the last of them. */
  readonly packing?: 'everything' | 'part' | 'rest';
  /** True if the order has something left to ship. */
  readonly isMoreToCome?: boolean;
  readonly tracking: { readonly carrier: string | null; readonly number: string | null; readonly url: string | null };
}

const openings = {
  everything: { subject: 'Order', title: 'Your order is on its way', goods: 'order' },
  part: { subject: 'Part of order', title: 'Part of your order is on its way', goods: 'a part of order' },
  rest: { subject: 'The rest of order', title: 'The rest of your order is on its way', goods: 'the rest of order' },
} as const;

/** A shipment has left the store. */
export function orderShipped(order: OrderShippedFacts): MailContent {
  const facts = packed(order);
  const { carrier, number, url } = facts.tracking;
  const { subject, title, goods } = openings[facts.packing ?? 'everything'];
  const more = facts.isMoreToCome ? ' The rest follows in another shipment.' : '';
  const words = `${greeting(facts)}, we handed ${goods} ${facts.number} over to ${carrier ?? 'the carrier'}.${more}`;
  const tracking = number && `Tracking number: ${number}`;
  return compose({
    store: facts,
    subject: `${subject} ${facts.number} is on its way`,
    preheader: tracking || 'Your order has left the store.',
    tone: 'good',
    state: 'Shipped',
    title,
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
