import { formatMoney } from '@cartwright/kernel/money';
import { html } from '../html.ts';
import { callout, paragraph } from './elements.ts';
import type { MailContent, OrderFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { greeting } from './words.ts';

export interface OrderRefundedFacts extends OrderFacts {
  /** Minor units of this refund. */
  readonly refund: number;
  /** The given reason, if any. */
  readonly reason: string | null;
}

/** Money of an order was refunded. */
export function orderRefunded(facts: OrderRefundedFacts): MailContent {
  const amount = formatMoney(facts.refund, facts.currency);
  const words = `${greeting(facts)}, we refunded ${amount} of order ${facts.number}.`;
  const reason = facts.reason && `Reason: ${facts.reason}`;
  const wait = 'The refund goes to the payment method that you used. Banks usually need a few days.';
  return compose({
    store: facts,
    subject: `Refund of ${amount} for order ${facts.number}`,
    preheader: wait,
    tone: 'good',
    state: 'Refunded',
    title: `Your refund of ${amount} is on its way`,
    html: html`${paragraph(words)}${reason && callout('quiet', reason)}${paragraph(wait)}${orderSummary(facts)}`,
    text: [words, reason ?? false, wait, orderText(facts)],
    reason: `You get this e-mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}
