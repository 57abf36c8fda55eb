import { and, asc, between, eq, getTableColumns, isNotNull, isNull, lt, ne, or, sql, sum } from 'drizzle-orm';
import { type FindDrifts, total, wide } from './found.ts';
import { mostOrderDrifts, type OrderDrift } from './schema.ts';

/** Checks every line by itself: its total, and the quantities that were cancelled or came back. */
export const findWrongLines: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines: l } = read.tables;
  const price = sql<number>`${l.unitPrice} * ${l.quantity}`.mapWith(Number);
  const gone = sql<number>`${wide(l.cancelledQuantity)} + ${l.shippedQuantity}`.mapWith(Number);
  const rows = await read
    .select({ number: orders.number, line: getTableColumns(l), price, gone })
    .from(l)
    .innerJoin(orders, eq(orders.id, l.orderId))
    .where(
      and(
        between(l.orderId, from, to),
        or(
          ne(l.lineTotal, price),
          sql`${gone} > ${l.quantity}`,
          sql`${l.returnedQuantity} > ${l.shippedQuantity}`,
          lt(l.cancelledQuantity, 0),
          lt(l.returnedQuantity, 0),
        ),
      ),
    )
    .orderBy(asc(l.orderId), asc(l.revision), asc(l.position))
    .limit(mostOrderDrifts);
  return rows.flatMap(({ number, line, price, gone }) => {
    const { orderId, revision, position, quantity, lineTotal } = line;
    const { cancelledQuantity: cancelled, shippedQuantity: shipped, returnedQuantity: returned } = line;
    const drift = { orderId, number, part: `revision ${revision}, line ${position}` };
    const found: OrderDrift[] = [];
    if (lineTotal !== price) found.push({ ...drift, check: 'line_total', value: lineTotal, expected: price });
    if (gone > quantity) found.push({ ...drift, check: 'line_quantity', value: gone, expected: quantity });
    if (returned > shipped) found.push({ ...drift, check: 'line_back', value: returned, expected: shipped });
    if (cancelled < 0) found.push({ ...drift, check: 'line_cancelled', value: cancelled, expected: 0 });
    if (returned < 0) found.push({ ...drift, check: 'line_returned', value: returned, expected: 0 });
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

/** Compares the shipped quantities of the present lines with the shipments. */
export const findWrongShipments: FindDrifts = async (read, { from, to }) => {
  const { orders, orderLines: l, shipments, shipmentLines } = read.tables;
  const sent = read
    .select({
      orderId: shipments.orderId,
      position: shipmentLines.position,
      quantity: sum(shipmentLines.quantity).as('quantity_of_shipments'),
    })
    .from(shipmentLines)
    .innerJoin(shipments, eq(shipments.id, shipmentLines.shipmentId))
    .where(between(shipments.orderId, from, to))
    .groupBy(shipments.orderId, shipmentLines.position)
    .as('sent');
  const expected = total(sent.quantity);
  const rows = await read
    .select({ orderId: l.orderId, number: orders.number, line: l.position, value: l.shippedQuantity, expected })
    .from(l)
    .innerJoin(orders, and(eq(orders.id, l.orderId), eq(orders.revision, l.revision)))
    .leftJoin(sent, and(eq(sent.orderId, l.orderId), eq(sent.position, l.position)))
    .where(and(between(l.orderId, from, to), ne(l.shippedQuantity, expected)))
    .orderBy(asc(l.orderId), asc(l.position))
    .limit(mostOrderDrifts);
  return rows.map(({ line, ...row }) => ({ ...row, check: 'line_shipped', part: `line ${line}` }));
};
