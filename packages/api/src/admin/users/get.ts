import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import { sessionsOf, toUser, userColumns } from '../../auth/index.ts';
import { listAllOrders } from '../../orders/index.ts';
import type { UserDetails, UserInput } from './schema.ts';

const newestOrders = 20;

/**
 * One account with its newest orders and all signed-in devices.
 *
 * @throws NOT_FOUND
 */
export async function getUser(ctx: UserContext, { id }: UserInput): Promise<UserDetails> {
  const { db } = ctx.shop;
  const { users } = db.tables;
  const [row] = await db.read.select(userColumns(db.tables)).from(users).where(eq(users.id, id));
  if (!row) throw kernelFailures.NOT_FOUND({});
  const orders = await listAllOrders(ctx, { customer: id, limit: newestOrders });
  return { ...toUser(row), orders, sessions: await sessionsOf(ctx.shop, id) };
}
