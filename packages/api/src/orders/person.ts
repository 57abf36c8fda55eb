import type { Transaction } from '@cartwright/db';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Shop } from '../kernel/shop.ts';
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
 * Takes the person out of a customer's orders. Figures, lines and the country, by which it was taxed, stay.
 */
export async function eraseCustomer(tx: Transaction, userId: string): Promise<void> {
  const { orders, orderEvents, payments } = tx.tables;
  const rows = await tx
    .select({ id: orders.id, shippingAddress: orders.shippingAddress })
    .from(orders)
    .where(eq(orders.userId, userId));
  for (const { id, shippingAddress } of rows) {
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
