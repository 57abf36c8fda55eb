import { and, asc, between, eq, getTableColumns, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { type FindDrifts, wide } from './found.ts';
import { mostOrderDrifts, type OrderDrift } from './schema.ts';

/** Checks every line by itself: its total, and the quantities that were cancelled or came back. */
export const findWrongLines: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines: l } = read.tables;
  const price = sql<number>`${l.unitPrice} * ${l.quantity}`.mapWith(Number);
  const back = sql<number>`${wide(l.cancelledQuantity)} + ${l.returnedQuantity}`.mapWith(Number);
  const rows = await read
    .select({ number: orders.number, line: getTableColumns(l), price, back })
    .from(l)
    .innerJoin(orders, eq(orders.id, l.orderId))
    .where(
      and(
        between(l.orderId, from, to),
        or(ne(l.lineTotal, price), sql`${back} > ${l.quantity}`, lt(l.cancelledQuantity, 0), lt(l.returnedQuantity, 0)),
      ),
    )
    .orderBy(asc(l.orderId), asc(l.revision), asc(l.position))
    .limit(mostOrderDrifts);
  return rows.flatMap(({ number, line, price, back }) => {
    const { orderId, revision, position, quantity, lineTotal, cancelledQuantity, returnedQuantity } = line;
    const drift = { orderId, number, part: `revision ${revision}, line ${position}` };
    const found: OrderDrift[] = [];
    if (lineTotal !== price) found.push({ ...drift, check: 'line_total', value: lineTotal, expected: price });
    if (back > quantity) found.push({ ...drift, check: 'line_quantity', value: back, expected: quantity });
    if (cancelledQuantity < 0) found.push({ ...drift, check: 'line_cancelled', value: cancelledQuantity, expected: 0 });
    if (returnedQuantity < 0) found.push({ ...drift, check: 'line_returned', value: returnedQuantity, expected: 0 });
    return found;
  });
};

/** Finds adjustments of lines that their revision does not have. */
export const findLostLines: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines: l, orderAdjustments: a } = read.tables;
  const rows = await read
    .select({ orderId: a.orderId, number: orders.number, revision: a.revision, position: a.position })
    .from(a)
    .innerJoin(orders, eq(orders.id, a.orderId))
    .leftJoin(l, and(eq(l.orderId, a.orderId), eq(l.revision, a.revision), eq(l.position, a.line)))
    .where(and(between(a.orderId, from, to), isNotNull(a.line), isNull(l.orderId)))
    .orderBy(asc(a.orderId), asc(a.revision), asc(a.position))
    .limit(mostOrderDrifts);
  return rows.map(({ orderId, number, revision, position }) => {
    const part = `revision ${revision}, adjustment ${position}`;
    return { orderId, number, check: 'adjustment_line', part, value: 0, expected: 1 };
  });
};
