import { formatMoney } from '@cartwright/kernel/money';
import { html } from '../html.ts';
import { button, callout, paragraph } from './elements.ts';
import type { MailContent, OrderFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { greeting } from './words.ts';

export interface OrderCancelledFacts extends OrderFacts {
  readonly cancelledBy: 'customer' | 'expiry' | 'store';
  /** The given reason, if any. */
  readonly reason: string | null;
  /** Refunded minor units; 0 if the order was unpaid. */
  readonly refund: number;
  /** The items can be bought again; true when left out. */
  readonly isBackInStock?: boolean;
  /** A payment of the customer may still arrive. */
  readonly mayStillArrive?: boolean;
}

const causes: Readonly<Record<OrderCancelledFacts['cancelledBy'], string>> = {
  customer: 'at your request',
  expiry: 'because no payment arrived in time',
  store: 'by the store',
};

/** An order was cancelled, and its items are released. */
export function orderCancelled(facts: OrderCancelledFacts): MailContent {
  const words = `${greeting(facts)}, order ${facts.number} was cancelled ${causes[facts.cancelledBy]}.`;
  const reason = facts.reason && `Reason: ${facts.reason}`;
  const money =
    facts.refund > 0
      ? `We are refunding ${formatMoney(facts.refund, facts.currency)} to the payment method that you used. ` +
        'Banks usually need a few days.'
      : facts.mayStillArrive
        ? 'If a payment of yours still arrives, we refund it at once. You do not need to do anything.'
        : 'You have not been charged. You do not need to do anything.';
  const again = facts.isBackInStock !== false && 'The items are available again if you change your mind.';
  return compose({
    store: facts,
    subject: `Order ${facts.number} cancelled`,
    preheader: money,
    tone: 'quiet',
    state: 'Cancelled',
    title: 'Your order is cancelled',
    html: html`${paragraph(words)}${reason && callout('quiet', reason)}${paragraph(money)}${orderSummary(facts)}
${button('Back to the store', facts.storeUrl)}`,
    text: [words, reason ?? false, money, orderText(facts), again, [facts.storeUrl]],
    reason: `You get this e-mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}
