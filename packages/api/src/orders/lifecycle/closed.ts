import type { Reader, Transaction } from '@cartwright/db';
import { and, eq, gt, inArray, not, or, type SQL, sql } from 'drizzle-orm';

/**
 * The condition that an order is closed: delivered, or cancelled without money left to refund, and with no refund on
 * its way. Until then the shop needs to know the customer.
 */
export function isClosed(read: Reader | Transaction): SQL {
  const { orders, payments, refunds } = read.tables;
  // Counts per order, because with `not exists` Postgres would collect the rows of all orders.
  const onTheirWay = sql`(select count(*) from ${refunds} where ${eq(refunds.orderId, orders.id)} and ${eq(refunds.status, 'created')})`;
  const owed = sql`(select count(*) from ${payments} where ${eq(payments.orderId, orders.id)} and ${gt(payments.captured, payments.refunded)})`;
  const closed = and(
    inArray(orders.status, ['delivered', 'cancelled']),
    eq(onTheirWay, 0),
    or(eq(orders.status, 'delivered'), eq(owed, 0)),
  );
  if (!closed) throw new Error('There are conditions, so this does not happen.');
  return closed;
}

/** The condition that an order is not closed. */
export function isOpen(read: Reader | Transaction): SQL {
  return not(isClosed(read));
}
