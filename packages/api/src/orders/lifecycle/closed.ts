import type { Reader, Transaction } from '@cartwright/db';
import { and, eq, gt, inArray, not, or, type SQL, sql } from 'drizzle-orm';
import { openStatuses } from '../returns/moves.ts';

/**
 * The condition that an order is closed: delivered, or cancelled without money left to refund, and with no refund on
 * its way and no open return. An order whose every shipment was returned to sender waits for its refund. Until an order is closed, the shop
 * needs to know the customer.
 */
export function isClosed(read: Reader | Transaction): SQL {
  const { orders, payments, refunds, returns, shipments } = read.tables;
  // Counts per order, because with `not exists` Postgres would collect the rows of all orders.
  const onTheirWay = sql`(select count(*) from ${refunds} where ${eq(refunds.orderId, orders.id)} and ${eq(refunds.status, 'created')})`;
  const owed = sql`(select count(*) from ${payments} where ${eq(payments.orderId, orders.id)} and ${gt(payments.captured, payments.refunded)})`;
  const delivered = sql`(select count(*) from ${shipments} where ${eq(shipments.orderId, orders.id)} and ${eq(shipments.status, 'delivered')})`;
  const returned = sql`(select count(*) from ${shipments} where ${eq(shipments.orderId, orders.id)} and ${eq(shipments.status, 'returned_to_sender')})`;
  const untouched = sql`(select count(*) from ${payments} where ${eq(payments.orderId, orders.id)} and ${gt(payments.captured, 0)} and ${eq(payments.refunded, 0)})`;
  const comingBack = sql`(select count(*) from ${returns} where ${eq(returns.orderId, orders.id)} and ${inArray(returns.status, [...openStatuses])})`;
  const arrived = and(eq(orders.status, 'delivered'), or(eq(returned, 0), gt(delivered, 0), eq(untouched, 0)));
  const closed = and(
    inArray(orders.status, ['delivered', 'cancelled']),
    eq(onTheirWay, 0),
    eq(comingBack, 0),
    or(arrived, eq(owed, 0)),
  );
  if (!closed) throw new Error('There are conditions, so this does not happen.');
  return closed;
}

/** The condition that an order is not closed. */
export function isOpen(read: Reader | Transaction): SQL {
  return not(isClosed(read));
}
