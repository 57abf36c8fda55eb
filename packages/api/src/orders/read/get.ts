import type { Tables } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { OrderContext } from '../context.ts';
import type { Order } from '../schema.ts';
import { roleAt } from './find-order.ts';
import { completeOrders } from './read.ts';

/**
 * Reads one order by id or number, for its owner, the holder of its token, and admins. For other callers it does not exist.
 *
 * @throws NOT_FOUND
 */
export async function getOrder(ctx: OrderContext, { idOrNumber }: { idOrNumber: string }): Promise<Order> {
  const { db } = ctx.shop;
  const { orders } = db.tables;
  const rows = await db.read.select().from(orders).where(whichOrder(db.tables, idOrNumber));
  const visible = rows.filter((row) => roleAt(ctx, row) !== undefined);
  const [order] = await completeOrders(ctx.shop, db.read, visible, ctx.signedIn?.user.role ?? 'customer');
  if (!order) throw kernelFailures.NOT_FOUND({});
  return order;
}

/** The condition that an order has this id, or this number in any spelling. */
export function whichOrder({ orders }: Tables, idOrNumber: string): SQL {
  const isId = z.uuid().safeParse(idOrNumber).success;
  return isId ? eq(orders.id, idOrNumber.toLowerCase()) : eq(orders.number, idOrNumber.toUpperCase());
}
