import type { Reader, Transaction } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import type { OrderContext } from '../context.ts';
import type { Mover } from '../lifecycle/transitions.ts';
import { opensOrder } from '../order-token.ts';
import type { OrderRow } from './to-order.ts';

/** Reads an order's row without a check of access. @throws NOT_FOUND */
export async function findOrder(read: Reader | Transaction, id: string): Promise<OrderRow> {
  const { orders } = read.tables;
  const [order] = await read.select().from(orders).where(eq(orders.id, id));
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/**
 * Locks an order's row and reads it. Payments only change under this lock, so that two writers wait for each other
 * instead of deadlocking.
 *
 * @throws NOT_FOUND
 */
export async function lockOrder(tx: Transaction, id: string): Promise<OrderRow> {
  const { orders } = tx.tables;
  const [order] = await tx.lock(orders, eq(orders.id, id));
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/**
 * The role in which the caller meets an order: the customer by account or by the order's token, or an admin.
 *
 * @returns undefined for callers for whom the order does not exist
 */
export function roleAt(
  { shop, signedIn, orderToken }: OrderContext,
  order: Parameters<typeof opensOrder>[2] & Pick<OrderRow, 'userId'>,
): (Mover & ('customer' | 'admin')) | undefined {
  const isOwn = signedIn !== null && !signedIn.key && order.userId === signedIn.user.id;
  if (isOwn || opensOrder(shop, orderToken, order)) return 'customer';
  return signedIn?.user.role === 'admin' ? 'admin' : undefined;
}

/** Reads an order that the caller owns, or any order for an admin, and tells in which role. @throws NOT_FOUND */
export async function findOwnOrder(
  ctx: OrderContext,
  read: Reader | Transaction,
  id: string,
): Promise<{ order: OrderRow; by: Mover & ('customer' | 'admin') }> {
  const order = await findOrder(read, id);
  const by = roleAt(ctx, order);
  if (!by) throw kernelFailures.NOT_FOUND({});
  return { order, by };
}
