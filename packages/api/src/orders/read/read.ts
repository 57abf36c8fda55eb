import type { Reader, Transaction } from '@cartwright/db';
import { asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import { kernelFailures } from '../../kernel/failures.ts';
import type { Shop } from '../../kernel/shop.ts';
import type { Order } from '../schema.ts';
import { type OrderRow, toOrder, type Viewer } from './to-order.ts';

/** @throws NOT_FOUND */
export async function readOrder(shop: Shop, read: Reader | Transaction, id: string, viewer: Viewer): Promise<Order> {
  const { orders } = read.tables;
  const rows = await read.select().from(orders).where(eq(orders.id, id));
  const [order] = await completeOrders(shop, read, rows, viewer);
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/** Adds lines, payments, events and shipments to order rows. Any number of rows takes four queries. */
export async function completeOrders(
  shop: Shop,
  read: Reader | Transaction,
  rows: readonly OrderRow[],
  viewer: Viewer,
): Promise<Order[]> {
  if (rows.length === 0) return [];
  const { orderLines, payments, refundRequests, orderEvents, shipments } = read.tables;
  const ids = rows.map(({ id }) => id);
  const lines = await read
    .select()
    .from(orderLines)
    .where(inArray(orderLines.orderId, ids))
    .orderBy(asc(orderLines.position));
  const attempts = await read.select().from(payments).where(inArray(payments.orderId, ids)).orderBy(asc(payments.id));
  const events = await read
    .select({ ...getTableColumns(orderEvents), refundReason: refundRequests.reason })
    .from(orderEvents)
    .leftJoin(refundRequests, eq(refundRequests.id, orderEvents.subjectId))
    .where(inArray(orderEvents.orderId, ids))
    .orderBy(asc(orderEvents.id));

  const parcels = await read.select().from(shipments).where(inArray(shipments.orderId, ids));

  const [linesOf, attemptsOf, eventsOf, shipmentsOf] = [
    byOrder(lines),
    byOrder(attempts),
    byOrder(events),
    byOrder(parcels),
  ];
  return rows.map((row) => {
    const [shipment] = shipmentsOf(row.id);
    const parts = { lines: linesOf(row.id), payments: attemptsOf(row.id), events: eventsOf(row.id), shipment };
    return toOrder(shop, row, parts, viewer);
  });
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
