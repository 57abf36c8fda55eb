import type { Reader } from '@cartwright/db';
import { and, eq, gte, inArray } from 'drizzle-orm';
import { erasedEmail } from '../lifecycle/empty.ts';

/**
 * Tells whether the e-mails about the end of a closed order were sent: of its cancellation, of each refund and of each
 * return.
 *
 * @param since e-mails about older changes count as sent
 */
export async function areMailsSent(read: Reader, orderId: string, since: Date): Promise<boolean> {
  const { orders, refunds, returns, returnReceipts, mailDeliveries } = read.tables;
  const [order] = await read
    .select({ email: orders.email, status: orders.status, updatedAt: orders.updatedAt })
    .from(orders)
    .where(eq(orders.id, orderId));
  if (!order || order.email === erasedEmail) return true;
  const given = await read
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.orderId, orderId), eq(refunds.status, 'succeeded'), gte(refunds.updatedAt, since)));
  const rejected = await read
    .select({ id: returns.id })
    .from(returns)
    .where(and(eq(returns.orderId, orderId), eq(returns.status, 'rejected'), gte(returns.updatedAt, since)));
  const received = await read
    .selectDistinct({ id: returnReceipts.id })
    .from(returnReceipts)
    .innerJoin(returns, eq(returns.id, returnReceipts.returnId))
    .where(and(eq(returns.orderId, orderId), gte(returnReceipts.receivedAt, since)));
  const expected = [
    ...(order.status === 'cancelled' && order.updatedAt >= since ? [`${orderId} order-cancelled`] : []),
    ...given.map(({ id }) => `${id} order-refunded`),
    ...rejected.map(({ id }) => `${id} return-rejected`),
    ...received.map(({ id }) => `${id} return-received`),
  ];
  const subjects = [orderId, ...[...given, ...rejected, ...received].map(({ id }) => id)];
  const sent = await read
    .select({ subjectId: mailDeliveries.subjectId, template: mailDeliveries.template })
    .from(mailDeliveries)
    .where(inArray(mailDeliveries.subjectId, subjects));
  const known = new Set(sent.map(({ subjectId, template }) => `${subjectId} ${template}`));
  return expected.every((mail) => known.has(mail));
}
