import { formatMoney } from '@cartwright/kernel/money';
import { html } from '../html.ts';
import { button, callout, paragraph } from './elements.ts';
import type { MailContent, OrderFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { greeting, moment, orderUrl } from './words.ts';

export interface OrderReceivedFacts extends OrderFacts {
  /** The end of the unpaid reservation; null if the order awaits no payment. */
  readonly expiresAt: Date | null;
}

/** An order was placed, and its items are reserved. */
export function orderReceived(facts: OrderReceivedFacts): MailContent {
  const total = formatMoney(facts.total, facts.currency);
  const thanks = `${greeting(facts)}, we received order ${facts.number} and reserved your items.`;
  const next =
    facts.expiresAt &&
    `You get another e-mail when your payment of ${total} has arrived. ` +
      `Your items are reserved until ${moment(facts.expiresAt)}.`;
  return compose({
    store: facts,
    subject: `Order ${facts.number} received`,
    preheader: `${total} · Your items are reserved.`,
    tone: 'waiting',
    state: facts.expiresAt ? 'Waiting for payment' : 'Order received',
    title: 'Thank you for your order',
    html: html`${paragraph(thanks)}${next && callout('waiting', next)}${orderSummary(facts)}
${button('View your order', orderUrl(facts))}`,
    text: [thanks, next ?? false, orderText(facts), ['View your order:', orderUrl(facts)]],
    reason: `You get this e-mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}
