import { and, asc, between, countDistinct, eq, lt, max, ne, or, sql, sum } from 'drizzle-orm';
import { type FindDrifts, total } from './found.ts';
import { mostOrderDrifts } from './schema.ts';

/** Finds orders without the lines of one of their revisions, or with lines of a revision that they have not reached. */
export const findWrongRevisions: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines: l } = read.tables;
  const revisions = read
    .select({ orderId: l.orderId, count: countDistinct(l.revision).as('revisions'), last: max(l.revision).as('last') })
    .from(l)
    .where(between(l.orderId, from, to))
    .groupBy(l.orderId)
    .as('revisions_of_order');
  const [count, last] = [total(revisions.count), total(revisions.last)];
  const rows = await read
    .select({ orderId: orders.id, number: orders.number, expected: orders.revision, count, last })
    .from(orders)
    .leftJoin(revisions, eq(revisions.orderId, orders.id))
    .where(and(between(orders.id, from, to), or(ne(orders.revision, count), ne(orders.revision, last))))
    .orderBy(asc(orders.id))
    .limit(mostOrderDrifts);
  return rows.map(({ count, last, ...row }) => {
    return { ...row, check: 'revisions', part: null, value: count === row.expected ? last : count };
  });
};

/** Finds revisions whose discounts exceed everything else. The database checks only the amounts of the present one. */
export const findNegativeRevisions: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines: l, orderAdjustments: a } = read.tables;
  const lines = read
    .select({ orderId: l.orderId, revision: l.revision, amount: sum(l.lineTotal).as('amount_of_lines') })
    .from(l)
    .where(between(l.orderId, from, to))
    .groupBy(l.orderId, l.revision)
    .as('lines');
  const adjustments = read
    .select({
      orderId: a.orderId,
      revision: a.revision,
      amount: sql`sum(case when ${a.included} then 0 else ${a.amount} end)`.as('amount_of_adjustments'),
    })
    .from(a)
    .where(between(a.orderId, from, to))
    .groupBy(a.orderId, a.revision)
    .as('adjustments');
  const value = sql<number>`${total(lines.amount)} + ${total(adjustments.amount)}`.mapWith(Number);
  const rows = await read
    .select({ orderId: orders.id, number: orders.number, revision: lines.revision, value })
    .from(lines)
    .innerJoin(orders, eq(orders.id, lines.orderId))
    .leftJoin(adjustments, and(eq(adjustments.orderId, lines.orderId), eq(adjustments.revision, lines.revision)))
    .where(lt(value, 0))
    .orderBy(asc(orders.id), asc(lines.revision))
    .limit(mostOrderDrifts);
  return rows.map(({ revision, ...row }) => {
    return { ...row, check: 'revision_total', part: `revision ${revision}`, expected: 0 };
  });
};
