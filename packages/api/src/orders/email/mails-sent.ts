import type { Reader } from '@cartwright/db';
import { and, eq, gte, inArray } from 'drizzle-orm';
import { erasedEmail } from '../lifecycle/empty.ts';

/**
 * Tells whether the e-mails about the end of a closed order were sent: of its cancellation and of each refund.
 *
 * @param since e-mails about older changes count as sent
 */
export async function areMailsSent(read: Reader, orderId: string, since: Date): Promise<boolean> {
  const { orders, refunds, mailDeliveries } = read.tables;
  const [order] = await read
    .select({ email: orders.email, status: orders.status, updatedAt: orders.updatedAt })
    .from(orders)
    .where(eq(orders.id, orderId));
  if (!order || order.email === erasedEmail) return true;
  const given = await read
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.orderId, orderId), eq(refunds.status, 'succeeded'), gte(refunds.updatedAt, since)));
  const expected = [
    ...(order.status === 'cancelled' && order.updatedAt >= since ? [`${orderId} order-cancelled`] : []),
    ...given.map(({ id }) => `${id} order-refunded`),
  ];
  const subjects = [orderId, ...given.map(({ id }) => id)];
  const sent = await read
    .select({ subjectId: mailDeliveries.subjectId, template: mailDeliveries.template })
    .from(mailDeliveries)
    .where(inArray(mailDeliveries.subjectId, subjects));
  const known = new Set(sent.map(({ subjectId, template }) => `${subjectId} ${template}`));
  return expected.every((mail) => known.has(mail));
}
