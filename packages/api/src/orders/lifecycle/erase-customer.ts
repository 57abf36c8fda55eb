import type { Transaction } from '@cartwright/db';
import { userActor } from '@cartwright/kernel/actor';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, gt, inArray, or, type SQL } from 'drizzle-orm';
import { isAddressed, isGuests } from '../guests/move.ts';
import { lockOrder } from '../read/find-order.ts';
import { completeOrders } from '../read/read.ts';
import type { OrderRow } from '../read/to-order.ts';
import { mostOpenOrders, type Order } from '../schema.ts';
import { isClosed, isOpen } from './closed.ts';
import { emptyOrders, erasedEmail } from './empty.ts';
import { moveOrder } from './move.ts';

const pageSize = 100;

/** Yields every order of a customer, oldest first, and reads page by page as they are consumed. */
export async function* ordersOfCustomer(shop: Shop, userId: string): AsyncGenerator<Order> {
  const { read } = shop.db;
  const { orders } = read.tables;
  let last: OrderRow | undefined;
  for (;;) {
    const after =
      last &&
      or(gt(orders.createdAt, last.createdAt), and(eq(orders.createdAt, last.createdAt), gt(orders.id, last.id)));
    const rows = await read
      .select()
      .from(orders)
      .where(and(eq(orders.userId, userId), after))
      .orderBy(asc(orders.createdAt), asc(orders.id))
      .limit(pageSize);
    // The customer's own data is complete, however many events an order has.
    yield* await completeOrders(shop, read, rows, 'customer', { maxEvents: Number.MAX_SAFE_INTEGER });
    last = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}

/**
 * Removes the person from a customer's orders. Unpaid orders are cancelled, and money that still comes is refunded.
 * Data that an open order needs for delivery or refund stays until the order is closed.
 *
 * @returns the numbers of the newest open orders
 */
export async function eraseCustomer(shop: Shop, tx: Transaction, userId: string): Promise<string[]> {
  const { orders, refundRequests } = tx.tables;
  const theirs = eq(orders.userId, userId);
  await tx
    .update(refundRequests)
    .set({ actor: 'customer' })
    .where(
      and(
        inArray(refundRequests.orderId, tx.select({ id: orders.id }).from(orders).where(theirs)),
        eq(refundRequests.actor, userActor(userId)),
      ),
    );
  return eraseFrom(shop, tx, theirs);
}

/**
 * Removes a person from the orders that guests placed with an address, as `eraseCustomer` does. Orders that have moved
 * to an account belong to it.
 *
 * @returns the numbers of the newest open orders
 */
export function eraseGuest(shop: Shop, tx: Transaction, emailKey: string): Promise<string[]> {
  return eraseFrom(shop, tx, and(isGuests(tx), isAddressed(tx, emailKey)));
}

async function eraseFrom(shop: Shop, tx: Transaction, theirs: SQL | undefined): Promise<string[]> {
  const { orders, payments, refundRequests, returns } = tx.tables;
  const rows = await tx.select({ id: orders.id }).from(orders).where(theirs).orderBy(asc(orders.id));
  const at = shop.clock.now();
  for (const { id } of rows) {
    const { status } = await lockOrder(tx, id);
    if (status === 'pending') {
      await moveOrder(tx, id, 'cancelled', { by: 'customer', actor: 'customer', at });
    }
  }
  const orderIds = tx.select({ id: orders.id }).from(orders).where(theirs);
  await tx.update(payments).set({ token: null, action: null }).where(inArray(payments.orderId, orderIds));
  // Texts that the customer wrote, such as a reason, are erased too.
  await tx.update(orders).set({ cancelReason: null }).where(theirs);
  await tx.update(refundRequests).set({ reason: null }).where(inArray(refundRequests.orderId, orderIds));
  await tx.update(returns).set({ reason: null, rejectReason: null }).where(inArray(returns.orderId, orderIds));
  await emptyOrders(tx, and(theirs, isClosed(tx)));
  const open = await tx
    .update(orders)
    .set({ erasureAskedAt: at })
    .where(and(theirs, isOpen(tx)))
    .returning({ number: orders.number, createdAt: orders.createdAt });
  return open
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .slice(0, mostOpenOrders)
    .map(({ number }) => number)
    .sort();
}

/** Stops e-mails about a customer's orders, because the address turned out to be another person's. */
export async function silenceOrders(tx: Transaction, userId: string): Promise<void> {
  const { orders } = tx.tables;
  await tx.update(orders).set({ email: erasedEmail }).where(eq(orders.userId, userId));
}
