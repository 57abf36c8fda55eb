import type { Reader, Transaction } from '@cartwright/db';
import { asc, eq, inArray } from 'drizzle-orm';
import { kernelFailures } from '../kernel/failures.ts';
import type { Shop } from '../kernel/shop.ts';
import type { Order } from './schema.ts';
import { type OrderRow, toOrder, type Viewer } from './to-order.ts';

/** @throws NOT_FOUND */
export async function readOrder(shop: Shop, read: Reader | Transaction, id: string, viewer: Viewer): Promise<Order> {
  const { orders } = read.tables;
  const rows = await read.select().from(orders).where(eq(orders.id, id));
  const [order] = await completeOrders(shop, read, rows, viewer);
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/** Adds lines, payments, events and parcels to order rows, in four queries whatever their number. */
export async function completeOrders(
  shop: Shop,
  read: Reader | Transaction,
  rows: readonly OrderRow[],
  viewer: Viewer,
): Promise<Order[]> {
  if (rows.length === 0) return [];
  const { orderLines, payments, orderEvents, shipments } = read.tables;
  const ids = rows.map(({ id }) => id);
  const lines = await read
    .select()
    .from(orderLines)
    .where(inArray(orderLines.orderId, ids))
    .orderBy(asc(orderLines.position));
  const attempts = await read.select().from(payments).where(inArray(payments.orderId, ids)).orderBy(asc(payments.id));
  const events = await read
    .select()
    .from(orderEvents)
    .where(inArray(orderEvents.orderId, ids))
    .orderBy(asc(orderEvents.id));

  const parcels = await read.select().from(shipments).where(inArray(shipments.orderId, ids));

  return rows.map((row) => {
    const isOf = ({ orderId }: { orderId: string }) => orderId === row.id;
    const parts = {
      lines: lines.filter(isOf),
      payments: attempts.filter(isOf),
      events: events.filter(isOf),
      shipment: parcels.find(isOf),
    };
    return toOrder(shop, row, parts, viewer);
  });
}
