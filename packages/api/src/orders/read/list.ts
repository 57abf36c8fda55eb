import type { UserContext } from '@cartwright/kernel/context';
import { cutPage, decodeCursor, encodeCursor, positionTime } from '@cartwright/kernel/paging';
import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ListOrdersInput, Order } from '../schema.ts';
import { completeOrders } from './read.ts';

const list = 'orders:newest';
const position = z.tuple([positionTime, z.uuid()]);

/** Lists the caller's own orders, newest first. */
export async function listOwnOrders(
  ctx: UserContext,
  { limit, cursor }: ListOrdersInput,
): Promise<{ items: Order[]; nextCursor: string | null }> {
  const { db } = ctx.shop;
  const { orders } = db.tables;
  const { user } = ctx.signedIn;
  const [time, id] = cursor === undefined ? [] : decodeCursor(list, position, cursor);
  const after =
    time === undefined
      ? undefined
      : sql`(${orders.createdAt}, ${orders.id}) < (${sql.param(time, orders.createdAt)}, ${id})`;
  const rows = await db.read
    .select()
    .from(orders)
    .where(and(eq(orders.userId, user.id), after))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(limit + 1);
  const page = cutPage(
    rows,
    limit,
    (row) => row,
    (last) => encodeCursor(list, [last.createdAt.getTime(), last.id]),
  );
  return { ...page, items: await completeOrders(ctx.shop, db.read, page.items, 'customer') };
}
