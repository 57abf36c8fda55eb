import { html } from '../html.ts';
import { button, callout, paragraph } from './elements.ts';
import type { MailContent, OrderFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';

export interface OrderShippedFacts extends OrderFacts {
  readonly tracking: { readonly carrier: string | null; readonly number: string | null; readonly url: string | null };
}

/** An order has left the store. */
export function orderShipped(facts: OrderShippedFacts): MailContent {
  const { carrier, number, url } = facts.tracking;
  const words = `Hello ${facts.customerName}, order ${facts.number} has been handed to ${carrier ?? 'the carrier'}.`;
  const tracking = number && `Tracking number: ${number}`;
  return compose({
    store: facts,
    subject: `Order ${facts.number} is on its way`,
    preheader: tracking || 'Your parcel has left the store.',
    tone: 'good',
    state: 'Shipped',
    title: 'Your order is on its way',
    html: html`${paragraph(words)}${tracking && callout('quiet', tracking)}${url && button('Track the parcel', url)}
${orderSummary(facts)}`,
    text: [words, tracking ?? false, url === null ? false : [url], orderText(facts)],
    reason: `You get this mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}
