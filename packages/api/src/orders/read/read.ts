import type { Reader, Transaction } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, desc, eq, getTableColumns, inArray, lte, sql } from 'drizzle-orm';
import { isKnownEvent } from '../events/event-types.ts';
import { readReturns } from '../returns/read.ts';
import { mostEvents, type Order } from '../schema.ts';
import { readShipments } from '../shipments/read.ts';
import { readAdjustments, readLines } from './priced-rows.ts';
import { type OrderRow, toOrder, type Viewer } from './to-order.ts';

/** @throws NOT_FOUND */
export async function readOrder(shop: Shop, read: Reader | Transaction, id: string, viewer: Viewer): Promise<Order> {
  const { orders } = read.tables;
  const rows = await read.select().from(orders).where(eq(orders.id, id));
  const [order] = await completeOrders(shop, read, rows, viewer);
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/**
 * Adds lines, adjustments, payments, events, shipments and returns to order rows. Any number of rows takes seven queries.
 *
 * @param maxEvents the largest number of events of one order; the newest are kept
 */
export async function completeOrders(
  shop: Shop,
  read: Reader | Transaction,
  rows: readonly OrderRow[],
  viewer: Viewer,
  { maxEvents = mostEvents } = {},
): Promise<Order[]> {
  if (rows.length === 0) return [];
  const { payments, refundRequests, returns } = read.tables;
  const ids = rows.map(({ id }) => id);
  const lines = await readLines(read, ids);
  const adjustments = await readAdjustments(read, ids);
  const attempts = await read.select().from(payments).where(inArray(payments.orderId, ids)).orderBy(asc(payments.id));
  const newest = newestEvents(read, ids);
  const events = await read
    .select({
      id: newest.id,
      orderId: newest.orderId,
      type: newest.type,
      actor: newest.actor,
      subjectId: newest.subjectId,
      data: newest.data,
      createdAt: newest.createdAt,
      refundReason: refundRequests.reason,
      returnReason: returns.reason,
      rejectReason: returns.rejectReason,
    })
    .from(newest)
    .leftJoin(refundRequests, eq(refundRequests.id, newest.subjectId))
    .leftJoin(returns, eq(returns.id, newest.subjectId))
    .where(lte(newest.age, maxEvents))
    .orderBy(asc(newest.id));

  const shipments = await readShipments(read, ids);
  const sentBack = await readReturns(read, ids);

  const [linesOf, adjustmentsOf, attemptsOf, eventsOf, shipmentsOf, returnsOf] = [
    byOrder(lines),
    byOrder(adjustments),
    byOrder(attempts),
    byOrder(events),
    byOrder(shipments),
    byOrder(sentBack),
  ];
  return rows.map((row) => {
    const parts = {
      lines: linesOf(row.id),
      adjustments: adjustmentsOf(row.id),
      payments: attemptsOf(row.id),
      events: eventsOf(row.id),
      shipments: shipmentsOf(row.id),
      returns: returnsOf(row.id),
    };
    return toOrder(shop, row, parts, viewer);
  });
}

/** The events of orders, each with its place in its own order, counted from the newest. */
function newestEvents(read: Reader | Transaction, orderIds: readonly string[]) {
  const { orderEvents } = read.tables;
  const { orderId, id } = orderEvents;
  return read
    .select({
      ...getTableColumns(orderEvents),
      age: sql<number>`row_number() over (partition by ${orderId} order by ${desc(id)})`.as('age'),
    })
    .from(orderEvents)
    .where(and(inArray(orderId, [...orderIds]), isKnownEvent(orderEvents)))
    .as('newest');
}

function byOrder<Row extends { readonly orderId: string }>(rows: readonly Row[]): (orderId: string) => readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.orderId);
    if (group) group.push(row);
    else groups.set(row.orderId, [row]);
  }
  return (orderId) => groups.get(orderId) ?? [];
}
