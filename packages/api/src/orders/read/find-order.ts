import type { Reader, Transaction } from '@cartwright/db';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import type { Mover } from '../lifecycle/transitions.ts';
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

/** Reads an order that the caller owns, or any order for an admin, and tells in which role. @throws NOT_FOUND */
export async function findOwnOrder(
  ctx: UserContext,
  read: Reader | Transaction,
  id: string,
): Promise<{ order: OrderRow; by: Mover & ('customer' | 'admin') }> {
  const { user, key } = ctx.signedIn;
  const order = await findOrder(read, id);
  if (order.userId === user.id && !key) return { order, by: 'customer' };
  if (user.role === 'admin') return { order, by: 'admin' };
  throw kernelFailures.NOT_FOUND({});
}
