import type { Reader, Transaction } from '@cartwright/db';
import { and, eq, gt, inArray, not, notExists, or, type SQL } from 'drizzle-orm';

/**
 * The condition that an order is closed: delivered or cancelled, with no refund on its way and, where it was cancelled,
 * no money left to give back. Until then the shop needs to know the customer.
 */
export function isClosed(read: Reader | Transaction): SQL {
  const { orders, payments, refunds } = read.tables;
  const onTheirWay = read
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.orderId, orders.id), eq(refunds.status, 'created')));
  const owed = read
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.orderId, orders.id), gt(payments.captured, payments.refunded)));
  const closed = and(
    inArray(orders.status, ['delivered', 'cancelled']),
    notExists(onTheirWay),
    or(eq(orders.status, 'delivered'), notExists(owed)),
  );
  if (!closed) throw new Error('There are conditions, so this does not happen.');
  return closed;
}

/** The opposite. */
export function isOpen(read: Reader | Transaction): SQL {
  return not(isClosed(read));
}
