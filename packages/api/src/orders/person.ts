import type { Transaction } from '@cartwright/db';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Shop } from '../kernel/shop.ts';
import { lockOrder } from './find-order.ts';
import { moveOrder } from './move.ts';
import { completeOrders } from './read.ts';
import type { Address, Order } from './schema.ts';

/** Where mails about an erased customer's orders would go: nowhere, by the rules of the Internet. */
export const erasedEmail = 'erased@erased.invalid';

const erased = 'Erased';

/** Every order of a customer, the oldest first. */
export async function ordersOfCustomer(shop: Shop, userId: string): Promise<Order[]> {
  const { read } = shop.db;
  const { orders } = read.tables;
  const rows = await read
    .select()
    .from(orders)
    .where(eq(orders.userId, userId))
    .orderBy(asc(orders.createdAt), asc(orders.id));
  return completeOrders(shop, read, rows, 'customer');
}

/**
 * Takes the person out of a customer's orders. Figures, lines and the country, by which it was taxed, stay. What is not
 * paid is cancelled: nobody is left who could pay it, and money that comes all the same goes back.
 */
export async function eraseCustomer(shop: Shop, tx: Transaction, userId: string): Promise<void> {
  const { orders, orderEvents, payments } = tx.tables;
  const rows = await tx.select({ id: orders.id }).from(orders).where(eq(orders.userId, userId)).orderBy(asc(orders.id));
  const at = shop.clock.now();
  for (const { id } of rows) {
    const { status, shippingAddress } = await lockOrder(tx, id, at);
    if (status === 'pending') {
      const data = { by: 'customer' };
      await moveOrder(tx, id, 'cancelled', { by: 'customer', actor: `user:${userId}`, at, data });
    }
    const { country } = shippingAddress as Address;
    const nowhere: Address = { fullName: erased, line1: erased, city: erased, postalCode: erased, country };
    await tx
      .update(orders)
      .set({ email: erasedEmail, customerName: erased, shippingAddress: nowhere, note: null })
      .where(eq(orders.id, id));
  }
  const theirs = tx.select({ id: orders.id }).from(orders).where(eq(orders.userId, userId));
  await tx.update(payments).set({ token: null, action: null }).where(inArray(payments.orderId, theirs));
  await tx
    .update(orderEvents)
    // What a customer wrote, such as why an order was cancelled, goes with the person.
    .set({ actor: 'customer', data: { by: 'customer' } })
    .where(and(inArray(orderEvents.orderId, theirs), eq(orderEvents.actor, `user:${userId}`)));
}

/** Sends no more mails about a customer's orders: their address turned out to be another person's. */
export async function silenceOrders(tx: Transaction, userId: string): Promise<void> {
  const { orders } = tx.tables;
  await tx.update(orders).set({ email: erasedEmail }).where(eq(orders.userId, userId));
}
