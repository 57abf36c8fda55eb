import { formatMoney } from '@cartwright/kernel/money';
import { html } from '../html.ts';
import { button, paragraph } from './elements.ts';
import type { MailContent, OrderFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { orderUrl } from './words.ts';

export interface OrderPaidFacts extends OrderFacts {
  /** The order is confirmed now and paid on delivery. */
  readonly payOnDelivery?: boolean;
}

/** An order was confirmed: its payment was captured, or is due on delivery. */
export function orderPaid(facts: OrderPaidFacts): MailContent {
  const total = formatMoney(facts.total, facts.currency);
  const what = facts.payOnDelivery ? onDelivery(facts, total) : paid(facts, total);
  const words = `Thank you${facts.customerName === null ? '' : `, ${facts.customerName}`}. ${what.words}`;
  return compose({
    store: facts,
    subject: what.subject,
    preheader: `${total} · We are preparing your order.`,
    tone: 'good',
    state: what.state,
    title: what.title,
    html: html`${paragraph(words)}${orderSummary(facts)}${button('View your order', orderUrl(facts))}`,
    text: [words, orderText(facts), ['View your order:', orderUrl(facts)]],
    reason: `You get this e-mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}

function paid({ number }: OrderFacts, total: string) {
  return {
    subject: `Payment received for order ${number}`,
    state: 'Paid',
    title: 'Payment received',
    words: `We received your payment of ${total}. Your order is confirmed, and we are preparing it.`,
  };
}

function onDelivery({ number }: OrderFacts, total: string) {
  return {
    subject: `Order ${number} confirmed`,
    state: 'Confirmed',
    title: 'Your order is confirmed',
    words: `We are preparing your order. You pay ${total} on delivery.`,
  };
}
