import type { Tables } from '@cartwright/db';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Order } from '../schema.ts';
import { completeOrders } from './read.ts';

/**
 * Reads one order by id or number, for its owner and for admins. For other callers it does not exist.
 *
 * @throws NOT_FOUND
 */
export async function getOrder(ctx: UserContext, { idOrNumber }: { idOrNumber: string }): Promise<Order> {
  const { db } = ctx.shop;
  const { orders } = db.tables;
  const { user } = ctx.signedIn;
  const rows = await db.read.select().from(orders).where(whichOrder(db.tables, idOrNumber));
  const visible = rows.filter(({ userId }) => userId === user.id || user.role === 'admin');
  const [order] = await completeOrders(ctx.shop, db.read, visible, user.role);
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/** The condition that an order has this id, or this number in any spelling. */
export function whichOrder({ orders }: Tables, idOrNumber: string): SQL {
  const isId = z.uuid().safeParse(idOrNumber).success;
  return isId ? eq(orders.id, idOrNumber.toLowerCase()) : eq(orders.number, idOrNumber.toUpperCase());
}
