import type { Reader, Transaction } from '@cartwright/db';
import { and, eq, exists, gt, type SQL, sql } from 'drizzle-orm';
import type { FulfillmentStatus, OrderStatus } from '../schema.ts';
import type { Goods } from './goods.ts';

/** Derives the fulfilment status from the goods. It is never set by hand. */
export function fulfillmentStatusOf({ isLeft, isShipped, isOut, isUnderWay, isDelivered }: Goods): FulfillmentStatus {
  if (!isShipped) return 'unfulfilled';
  if (!isLeft && !isOut) return 'returned';
  if (!isLeft && !isUnderWay) return 'delivered';
  if (isDelivered) return 'partially_delivered';
  return isLeft ? 'partially_shipped' : 'shipped';
}

/** `fulfillmentStatusOf` in SQL, as a condition on `orders`. */
export function hasFulfillmentStatus(read: Reader | Transaction, status: FulfillmentStatus): SQL {
  const { orders, orderLines, shipments } = read.tables;
  const { quantity, cancelledQuantity, shippedQuantity, returnedQuantity } = orderLines;
  const someLine = (condition: SQL) =>
    exists(
      read
        .select({ one: sql`1` })
        .from(orderLines)
        .where(and(eq(orderLines.orderId, orders.id), eq(orderLines.revision, orders.revision), condition)),
    );
  const someShipment = (word: 'shipped' | 'delivered') =>
    exists(
      read
        .select({ one: sql`1` })
        .from(shipments)
        .where(and(eq(shipments.orderId, orders.id), eq(shipments.status, word))),
    );
  const isLeft = sql`(${orders.status} <> 'cancelled' and ${someLine(sql`${quantity} > ${cancelledQuantity} + ${shippedQuantity}`)})`;
  const isShipped = someLine(gt(shippedQuantity, 0));
  const isOut = someLine(gt(shippedQuantity, returnedQuantity));
  return sql`case
    when not ${isShipped} then 'unfulfilled'
    when not ${isLeft} and not ${isOut} then 'returned'
    when not ${isLeft} and not ${someShipment('shipped')} then 'delivered'
    when ${someShipment('delivered')} then 'partially_delivered'
    when ${isLeft} then 'partially_shipped'
    else 'shipped' end = ${status}`;
}

/**
 * The status that an order gets from its goods. It stays while something is left to ship. If all goods of an unpaid
 * order came back, they were refused at the door, and the order is cancelled.
 */
export function statusByGoods(
  status: OrderStatus,
  { isLeft, isShipped, isUnderWay, isDelivered }: Goods,
  isPaid: boolean,
): OrderStatus {
  const canFollow = status === 'confirmed' || status === 'processing' || status === 'shipped';
  if (!canFollow || !isShipped || isLeft) return status;
  if (isUnderWay) return 'shipped';
  return isDelivered || isPaid ? 'delivered' : 'cancelled';
}
