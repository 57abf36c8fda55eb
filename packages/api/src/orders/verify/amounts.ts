import { and, asc, between, eq, ne, sql, sum } from 'drizzle-orm';
import { type FindDrifts, total, wide } from './found.ts';
import { mostOrderDrifts } from './schema.ts';

const amounts = ['subtotal', 'discount', 'shipping', 'fee', 'tax', 'taxIncluded'] as const;

/** Compares the amounts of orders with the sums of their lines and adjustments, by the view that the triggers use. */
export const findWrongAmounts: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines, orderAdjustments: a } = read.tables;
  const lines = read
    .select({ orderId: orderLines.orderId, revision: orderLines.revision, subtotal: sum(orderLines.lineTotal).as('s') })
    .from(orderLines)
    .where(between(orderLines.orderId, from, to))
    .groupBy(orderLines.orderId, orderLines.revision)
    .as('lines');
  const ofKind = (kind: 'discount' | 'shipping' | 'fee' | 'tax') =>
    sql`sum(case when ${a.kind} = ${kind} then ${a.amount} else 0 end)`.as(`sum_of_${kind}`);
  const adjustments = read
    .select({
      orderId: a.orderId,
      revision: a.revision,
      discount: ofKind('discount'),
      shipping: ofKind('shipping'),
      fee: ofKind('fee'),
      tax: ofKind('tax'),
      taxIncluded: sql`sum(case when ${a.included} then ${a.amount} else 0 end)`.as('sum_of_included'),
    })
    .from(a)
    .where(between(a.orderId, from, to))
    .groupBy(a.orderId, a.revision)
    .as('adjustments');
  const rows = await read
    .select({
      order: orders,
      expected: {
        subtotal: total(lines.subtotal),
        discount: total(sql`-${adjustments.discount}`),
        shipping: total(adjustments.shipping),
        fee: total(adjustments.fee),
        tax: total(adjustments.tax),
        taxIncluded: total(adjustments.taxIncluded),
      },
    })
    .from(orders)
    .innerJoin(sql`orders_unlike_their_rows`, sql`orders_unlike_their_rows.id = ${orders.id}`)
    .leftJoin(lines, and(eq(lines.orderId, orders.id), eq(lines.revision, orders.revision)))
    .leftJoin(adjustments, and(eq(adjustments.orderId, orders.id), eq(adjustments.revision, orders.revision)))
    .where(between(orders.id, from, to))
    .orderBy(asc(orders.id))
    .limit(mostOrderDrifts);
  return rows.flatMap(({ order, expected }) =>
    amounts
      .filter((part) => order[part] !== expected[part])
      .map((part) => ({
        orderId: order.id,
        number: order.number,
        check: 'amount' as const,
        part,
        value: order[part],
        expected: expected[part],
      })),
  );
};

/** Compares the units of orders with the quantities of their lines. */
export const findWrongUnits: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines: l } = read.tables;
  const lines = read
    .select({
      orderId: l.orderId,
      revision: l.revision,
      units: sum(sql`${wide(l.quantity)} - ${l.cancelledQuantity}`).as('units_of_lines'),
    })
    .from(l)
    .where(between(l.orderId, from, to))
    .groupBy(l.orderId, l.revision)
    .as('lines');
  const expected = total(lines.units);
  const rows = await read
    .select({ orderId: orders.id, number: orders.number, value: orders.units, expected })
    .from(orders)
    .leftJoin(lines, and(eq(lines.orderId, orders.id), eq(lines.revision, orders.revision)))
    .where(and(between(orders.id, from, to), ne(orders.units, expected)))
    .orderBy(asc(orders.id))
    .limit(mostOrderDrifts);
  return rows.map((row) => ({ ...row, check: 'units', part: null }));
};
