import type { Reader, Transaction } from '@cartwright/db';
import { eq } from 'drizzle-orm';
import type { UserContext } from '../../kernel/context.ts';
import { kernelFailures } from '../../kernel/failures.ts';
import type { Mover } from '../lifecycle/transitions.ts';
import type { OrderRow } from './to-order.ts';

/** An order's row, for whoever may see it. @throws NOT_FOUND */
export async function findOrder(read: Reader | Transaction, id: string): Promise<OrderRow> {
  const { orders } = read.tables;
  const [order] = await read.select().from(orders).where(eq(orders.id, id));
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/**
 * An order's row, kept from everybody else until this transaction ends. Payments are always changed below this lock,
 * so that two who settle one order wait for each other instead of going round in a circle.
 *
 * @throws NOT_FOUND
 */
export async function lockOrder(tx: Transaction, id: string, at: Date): Promise<OrderRow> {
  const { orders } = tx.tables;
  const [order] = await tx.update(orders).set({ updatedAt: at }).where(eq(orders.id, id)).returning();
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/** An order that the caller owns, or any for an admin, and as what the caller acts on it. @throws NOT_FOUND */
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
