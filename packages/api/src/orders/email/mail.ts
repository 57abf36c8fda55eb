import type { Shop } from '@cartwright/kernel/shop';
import type { MailContent } from '../../mail/index.ts';
import {
  orderCancelled,
  orderPaid,
  orderReceived,
  orderRefunded,
  orderShipped,
  paymentFailed,
  sendOnce,
} from '../../mail/index.ts';
import type { OrderMailTemplate } from '../jobs.ts';
import { erasedEmail } from '../lifecycle/empty.ts';
import { type OrderMailFacts, readMailFacts } from './mail-facts.ts';

export interface OrderMail {
  readonly orderId: string;
  readonly template: OrderMailTemplate;
  /** The refund of an `order-refunded` e-mail, because an order may have several. */
  readonly refundId?: string | undefined;
  /** The shipment of an `order-shipped` e-mail. */
  readonly shipmentId?: string | undefined;
}

const mails: Record<OrderMailTemplate, (facts: OrderMailFacts) => MailContent> = {
  'order-received': orderReceived,
  'order-paid': orderPaid,
  'payment-failed': (facts) => paymentFailed({ ...facts, reason: failureWords(facts.failure) }),
  'order-shipped': orderShipped,
  'order-cancelled': (facts) => orderCancelled({ ...facts, refund: facts.refundsInProgress }),
  'order-refunded': (facts) => orderRefunded({ ...facts, ...(facts.refund ?? { refund: 0, reason: null }) }),
};

/** Sends one e-mail about an order, once. Erased customers get no e-mail. */
export async function sendOrderMail(shop: Shop, { orderId, template, ...about }: OrderMail): Promise<void> {
  await sendOnce(shop, { subjectId: about.shipmentId ?? about.refundId ?? orderId, template }, async () => {
    const { email, isProven, facts } = await readMailFacts(shop, orderId, about);
    if (email === erasedEmail) return undefined;
    const bound = isProven ? 'none' : 'order';
    return { to: email, bound, ...mails[template](facts), logged: { orderNumber: facts.number } };
  });
}

function failureWords(failure: string | null): string | null {
  return failure && `${failure.replaceAll('_', ' ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}
