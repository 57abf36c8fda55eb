import { and, asc, between, eq, gt, ne, notExists, or, sql, sum } from 'drizzle-orm';
import { type FindDrifts, total } from './found.ts';
import { mostOrderDrifts, type OrderDrift } from './schema.ts';

/** Compares the amount of refunds with their attempts and with their lines. The rest of an amount belongs to no line. */
export const findWrongRefunds: FindDrifts = async (read, { from, to }) => {
  const { orders, refundRequests, refundLines, refunds } = read.tables;
  const attempts = read
    .select({ requestId: refunds.requestId, amount: sum(refunds.amount).as('amount_of_attempts') })
    .from(refunds)
    .where(between(refunds.orderId, from, to))
    .groupBy(refunds.requestId)
    .as('attempts');
  const lines = read
    .select({ requestId: refundLines.requestId, amount: sum(refundLines.amount).as('amount_of_lines') })
    .from(refundLines)
    .innerJoin(refundRequests, eq(refundRequests.id, refundLines.requestId))
    .where(between(refundRequests.orderId, from, to))
    .groupBy(refundLines.requestId)
    .as('lines');
  const { id, orderId, amount } = refundRequests;
  const [ofAttempts, ofLines] = [total(attempts.amount), total(lines.amount)];
  const rows = await read
    .select({ id, orderId, number: orders.number, amount, ofAttempts, ofLines })
    .from(refundRequests)
    .innerJoin(orders, eq(orders.id, orderId))
    .leftJoin(attempts, eq(attempts.requestId, id))
    .leftJoin(lines, eq(lines.requestId, id))
    .where(and(between(orderId, from, to), or(ne(amount, ofAttempts), gt(ofLines, amount))))
    .orderBy(asc(orderId), asc(id))
    .limit(mostOrderDrifts);
  return rows.flatMap(({ id, orderId, number, amount, ofAttempts, ofLines }) => {
    const drift = { orderId, number, part: id };
    const found: OrderDrift[] = [];
    if (amount !== ofAttempts) found.push({ ...drift, check: 'refund_attempts', value: amount, expected: ofAttempts });
    if (ofLines > amount) found.push({ ...drift, check: 'refund_lines', value: ofLines, expected: amount });
    return found;
  });
};

/**
 * Finds lines of which more was refunded than bought. Leaves out orders with a failed refund, whose quantities can be
 * refunded again, and edited orders, whose lines can change their positions.
 */
export const findOverRefundedLines: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines, refundRequests, refundLines, refunds } = read.tables;
  const refunded = read
    .select({
      orderId: refundRequests.orderId,
      position: refundLines.position,
      quantity: sum(refundLines.quantity).as('refunded_quantity'),
    })
    .from(refundLines)
    .innerJoin(refundRequests, eq(refundRequests.id, refundLines.requestId))
    .where(between(refundRequests.orderId, from, to))
    .groupBy(refundRequests.orderId, refundLines.position)
    .as('refunded');
  const failed = read
    .select({ one: sql`1` })
    .from(refunds)
    .where(and(eq(refunds.orderId, orders.id), eq(refunds.status, 'failed')));
  const [value, expected] = [total(refunded.quantity), total(orderLines.quantity)];
  const rows = await read
    .select({ orderId: orders.id, number: orders.number, position: refunded.position, value, expected })
    .from(refunded)
    .innerJoin(orders, eq(orders.id, refunded.orderId))
    .leftJoin(orderLines, and(eq(orderLines.orderId, orders.id), eq(orderLines.position, refunded.position)))
    .where(and(eq(orders.revision, 1), gt(value, expected), notExists(failed)))
    .orderBy(asc(orders.id), asc(refunded.position))
    .limit(mostOrderDrifts);
  return rows.map(({ position, ...row }) => ({
    ...row,
    check: 'refund_quantity',
    part: `revision 1, line ${position}`,
  }));
};
