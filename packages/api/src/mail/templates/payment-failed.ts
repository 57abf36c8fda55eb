import { formatMoney } from '@cartwright/kernel/money';
import { html } from '../html.ts';
import { button, callout, paragraph, smallPrint } from './elements.ts';
import type { MailContent, OrderFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { greeting, moment, orderUrl } from './words.ts';

export interface PaymentFailedFacts extends OrderFacts {
  /** The provider's own words, such as 'Your card was declined.'. */
  readonly reason: string | null;
  /** The end of the time to pay the order. */
  readonly expiresAt: Date | null;
}

/** A payment was declined. The order can be paid again. */
export function paymentFailed(facts: PaymentFailedFacts): MailContent {
  const total = formatMoney(facts.total, facts.currency);
  const words = `${greeting(facts)}, your payment of ${total} for order ${facts.number} failed.`;
  const reason = facts.reason && `Reason from the payment provider: ${facts.reason}`;
  const until = facts.expiresAt
    ? `Your items are reserved until ${moment(facts.expiresAt)}. After that, the order is cancelled automatically.`
    : 'Your items are still reserved.';
  const charged = 'You have not been charged. You can pay again with the same or another payment method.';
  return compose({
    store: facts,
    subject: `Payment failed for order ${facts.number}`,
    preheader: 'You have not been charged. Pay again to keep your items.',
    tone: 'bad',
    state: 'Payment failed',
    title: 'Your payment failed',
    html: html`${paragraph(words)}${reason && callout('bad', reason)}${paragraph(charged)}
${button(`Pay ${total}`, orderUrl(facts))}${smallPrint(until)}${orderSummary(facts)}`,
    text: [words, reason ?? false, charged, ['Pay again:', orderUrl(facts)], until, orderText(facts)],
    reason: `You get this e-mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}
