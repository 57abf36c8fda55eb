import { and, asc, between, eq, gt, ne, or, sum } from 'drizzle-orm';
import { type FindDrifts, total } from './found.ts';
import { mostOrderDrifts, type OrderDrift } from './schema.ts';

/** Compares the refunded amount of payments with what was captured, and with their refunds. */
export const findWrongPayments: FindDrifts = async (read, { from, to }) => {
  const { orders, payments, refunds } = read.tables;
  const attempts = read
    .select({ paymentId: refunds.paymentId, amount: sum(refunds.amount).as('amount_of_refunds') })
    .from(refunds)
    .where(and(between(refunds.orderId, from, to), ne(refunds.status, 'failed')))
    .groupBy(refunds.paymentId)
    .as('attempts');
  const expected = total(attempts.amount);
  const { id, orderId, captured, refunded } = payments;
  const rows = await read
    .select({ id, orderId, number: orders.number, captured, refunded, expected })
    .from(payments)
    .innerJoin(orders, eq(orders.id, orderId))
    .leftJoin(attempts, eq(attempts.paymentId, id))
    .where(and(between(orderId, from, to), or(gt(refunded, captured), ne(refunded, expected))))
    .orderBy(asc(orderId), asc(id))
    .limit(mostOrderDrifts);
  return rows.flatMap(({ id, orderId, number, captured, refunded, expected }) => {
    const drift = { orderId, number, part: id, value: refunded };
    const found: OrderDrift[] = [];
    if (refunded > captured) found.push({ ...drift, check: 'captured', expected: captured });
    if (refunded !== expected) found.push({ ...drift, check: 'refunded', expected });
    return found;
  });
};
