import type { Shop } from '@cartwright/kernel/shop';
import type { MailContent } from '../../mail/index.ts';
import {
  orderCancelled,
  orderPaid,
  orderReceived,
  orderRefunded,
  orderShipped,
  paymentFailed,
  returnApproved,
  returnReceived,
  returnRejected,
  returnRequested,
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
  /** The return of an e-mail about one, and the receipt of a `return-received` e-mail. */
  readonly returnId?: string | undefined;
  readonly receiptId?: string | undefined;
}

const mails: Record<OrderMailTemplate, (facts: OrderMailFacts) => MailContent> = {
  'order-received': orderReceived,
  'order-paid': orderPaid,
  'payment-failed': (facts) => paymentFailed({ ...facts, reason: failureWords(facts.failure) }),
  'order-shipped': orderShipped,
  'order-cancelled': (facts) => orderCancelled({ ...facts, refund: facts.refundsInProgress }),
  'return-requested': returnRequested,
  'return-approved': returnApproved,
  'return-rejected': returnRejected,
  'return-received': returnReceived,
  'order-refunded': (facts) => orderRefunded({ ...facts, ...(facts.refund ?? { refund: 0, reason: null }) }),
};

/** Sends one e-mail about an order, once. Erased customers get no e-mail. */
export async function sendOrderMail(shop: Shop, { orderId, template, ...about }: OrderMail): Promise<void> {
  const subjectId = about.receiptId ?? about.returnId ?? about.shipmentId ?? about.refundId ?? orderId;
  await sendOnce(shop, { subjectId, template }, async () => {
    const { email, isProven, facts } = await readMailFacts(shop, orderId, about);
    if (email === erasedEmail) return undefined;
    const bound = isProven ? 'none' : 'order';
    return { to: email, bound, ...mails[template](facts), logged: { orderNumber: facts.number } };
  });
}

function failureWords(failure: string | null): string | null {
  return failure && `${failure.replaceAll('_', ' ')}.`.replace(/^./, (letter) => letter.toUpperCase());
}
