import { and, asc, between, eq, gt, ne, sql, sum } from 'drizzle-orm';
import { type FindDrifts, total, wide } from './found.ts';
import { mostOrderDrifts } from './schema.ts';

/** Compares the received quantity of each line of a return with its receipts. */
export const findWrongReceipts: FindDrifts = async (read, { from, to }) => {
  const { orders, returns, returnLines: l, returnReceipts: r } = read.tables;
  const receipts = read
    .select({
      returnId: r.returnId,
      position: r.position,
      quantity: sum(sql`${wide(r.restockedQuantity)} + ${r.writtenOffQuantity}`).as('quantity_of_receipts'),
    })
    .from(r)
    .innerJoin(returns, eq(returns.id, r.returnId))
    .where(between(returns.orderId, from, to))
    .groupBy(r.returnId, r.position)
    .as('receipts');
  const value = sql<number>`${wide(l.restockedQuantity)} + ${l.writtenOffQuantity}`.mapWith(Number);
  const expected = total(receipts.quantity);
  const rows = await read
    .select({ orderId: orders.id, number: orders.number, part: returns.id, value, expected })
    .from(l)
    .innerJoin(returns, eq(returns.id, l.returnId))
    .innerJoin(orders, eq(orders.id, returns.orderId))
    .leftJoin(receipts, and(eq(receipts.returnId, l.returnId), eq(receipts.position, l.position)))
    .where(and(between(returns.orderId, from, to), ne(value, expected)))
    .orderBy(asc(orders.id), asc(returns.id), asc(l.position))
    .limit(mostOrderDrifts);
  return rows.map((row) => ({ ...row, check: 'return_receipts' }));
};

/** Finds lines of which returns received more than the line counts as returned. */
export const findOverReturnedLines: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines, returns, returnLines: l } = read.tables;
  const received = read
    .select({
      orderId: returns.orderId,
      position: l.position,
      quantity: sum(sql`${wide(l.restockedQuantity)} + ${l.writtenOffQuantity}`).as('quantity_of_returns'),
    })
    .from(l)
    .innerJoin(returns, eq(returns.id, l.returnId))
    .where(between(returns.orderId, from, to))
    .groupBy(returns.orderId, l.position)
    .as('received');
  const [value, expected] = [total(received.quantity), total(orderLines.returnedQuantity)];
  const rows = await read
    .select({ orderId: orders.id, number: orders.number, position: received.position, value, expected })
    .from(received)
    .innerJoin(orders, eq(orders.id, received.orderId))
    .leftJoin(
      orderLines,
      and(
        eq(orderLines.orderId, orders.id),
        eq(orderLines.revision, orders.revision),
        eq(orderLines.position, received.position),
      ),
    )
    .where(gt(value, expected))
    .orderBy(asc(orders.id), asc(received.position))
    .limit(mostOrderDrifts);
  return rows.map(({ position, ...row }) => ({ ...row, check: 'return_quantity', part: `line ${position}` }));
};
