import { formatMoney } from '../../kernel/money.ts';
import { html } from '../html.ts';
import { button, callout, paragraph } from './elements.ts';
import type { MailContent, OrderFacts } from './facts.ts';
import { compose } from './layout.ts';
import { orderSummary } from './order-summary.ts';
import { orderText } from './plain-text.ts';
import { greeting } from './words.ts';

export interface OrderCancelledFacts extends OrderFacts {
  readonly cancelledBy: 'customer' | 'expiry' | 'store';
  /** What was said as the reason, if anything was. */
  readonly reason: string | null;
  /** Minor units on their way back; 0 when nothing was paid. */
  readonly refund: number;
  /** The items can be bought again; true when left out. */
  readonly isBackInStock?: boolean;
  /** A payment of the customer may be on its way to the store. */
  readonly mayStillArrive?: boolean;
}

const causes: Readonly<Record<OrderCancelledFacts['cancelledBy'], string>> = {
  customer: 'as you asked',
  expiry: 'because no payment arrived in time',
  store: 'by the store',
};

/** An order was cancelled, and its items are free again. */
export function orderCancelled(facts: OrderCancelledFacts): MailContent {
  const words = `${greeting(facts)}, order ${facts.number} has been cancelled ${causes[facts.cancelledBy]}.`;
  const reason = facts.reason && `Reason: ${facts.reason}`;
  const money =
    facts.refund > 0
      ? `We are sending ${formatMoney(facts.refund, facts.currency)} back to the payment method that you paid with. ` +
        'Banks usually need a few days.'
      : facts.mayStillArrive
        ? 'Should a payment of yours still arrive, we send it back at once. There is nothing left for you to do.'
        : 'You have not been charged, and there is nothing left to do.';
  const again = facts.isBackInStock !== false && 'The items are back in the store, should you change your mind.';
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
    reason: `You get this mail because you placed order ${facts.number} at ${facts.storeName}.`,
  });
}
