import type { Reader, Transaction } from '@cartwright/db';
import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { kernelFailures } from '../kernel/failures.ts';
import { imageUrl } from '../kernel/images.ts';
import type { Shop } from '../kernel/shop.ts';
import { address, type Order, type OrderItem } from './schema.ts';
import { allowedTransitions } from './transitions.ts';

type Tables = Reader['tables'];
export type OrderRow = Tables['orders']['$inferSelect'];
type PaymentRow = Tables['payments']['$inferSelect'];
type EventRow = Tables['orderEvents']['$inferSelect'];
type LineRow = Tables['orderLines']['$inferSelect'];

export type Viewer = 'customer' | 'admin';

const storedOptions = z.record(z.string(), z.string());
const storedData = z.record(z.string(), z.unknown());

/** @throws NOT_FOUND */
export async function readOrder(shop: Shop, read: Reader | Transaction, id: string, viewer: Viewer): Promise<Order> {
  const { orders } = read.tables;
  const rows = await read.select().from(orders).where(eq(orders.id, id));
  const [order] = await completeOrders(shop, read, rows, viewer);
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/** Adds lines, payments and events to order rows, in three queries whatever their number. */
export async function completeOrders(
  shop: Shop,
  read: Reader | Transaction,
  rows: readonly OrderRow[],
  viewer: Viewer,
): Promise<Order[]> {
  if (rows.length === 0) return [];
  const { orderLines, payments, orderEvents } = read.tables;
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

  return rows.map((row) => {
    const isOf = ({ orderId }: { orderId: string }) => orderId === row.id;
    return toOrder(shop, row, lines.filter(isOf), attempts.filter(isOf), events.filter(isOf), viewer);
  });
}

function toOrder(
  shop: Shop,
  row: OrderRow,
  lines: readonly LineRow[],
  payments: readonly PaymentRow[],
  events: readonly EventRow[],
  viewer: Viewer,
): Order {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    paymentStatus: paymentStatusOf(payments),
    fulfillmentStatus: row.status === 'shipped' || row.status === 'delivered' ? 'fulfilled' : 'unfulfilled',
    items: lines.map((line) => toItem(shop, line)),
    subtotal: row.subtotal,
    discount: row.discount,
    shipping: row.shipping,
    tax: row.tax,
    total: row.total,
    currency: row.currency,
    refunded: payments.reduce((sum, { refunded }) => sum + refunded, 0),
    shippingAddress: address.parse(row.shippingAddress),
    payment: { method: row.paymentMethod, failure: payments.at(-1)?.failure ?? null },
    note: row.note,
    tracking: null,
    timeline: events.map(({ type, actor, createdAt, data }) => ({
      type,
      actor: actorInTimeline(row, actor),
      at: createdAt,
      data: storedData.parse(data),
    })),
    allowedTransitions: allowedTransitions(row.status, viewer),
    expiresAt: row.status === 'pending' ? row.expiresAt : null,
    createdAt: row.createdAt,
  };
}

function toItem(shop: Shop, line: LineRow): OrderItem {
  const { variantId, productId, name, sku, imageKey, unitPrice, quantity, lineTotal } = line;
  const options = storedOptions.parse(line.options);
  const picture = imageKey === null ? null : imageUrl(shop, imageKey);
  return { variantId, productId, name, sku, options, imageUrl: picture, unitPrice, quantity, lineTotal };
}

/** Derived from the attempts, never set by hand. */
function paymentStatusOf(payments: readonly PaymentRow[]): Order['paymentStatus'] {
  const captured = payments.reduce((sum, payment) => sum + payment.captured, 0);
  const refunded = payments.reduce((sum, payment) => sum + payment.refunded, 0);
  if (captured > 0) {
    if (refunded === 0) return 'paid';
    return refunded < captured ? 'partially_refunded' : 'refunded';
  }
  const last = payments.at(-1)?.status;
  if (last === 'authorised') return 'authorised';
  return last === 'failed' ? 'failed' : 'unpaid';
}

function actorInTimeline(row: OrderRow, actor: string): 'customer' | 'admin' | 'system' {
  if (actor === `user:${row.userId}`) return 'customer';
  return actor.startsWith('user:') ? 'admin' : 'system';
}
