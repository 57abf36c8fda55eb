import type { UserContext } from '@cartwright/kernel/context';
import { cutPage, decodeCursor, encodeCursor, positionTime } from '@cartwright/kernel/paging';
import { z } from 'zod';
import type { ListAllOrdersInput } from '../admin-schema.ts';
import type { Order } from '../schema.ts';
import { completeOrders } from './read.ts';
import { selectOrders } from './selection.ts';

const list = 'admin.orders:newest';
const position = z.tuple([positionTime, z.uuid()]);

/** Lists the orders of all customers, newest first. */
export async function listAllOrders(
  ctx: UserContext,
  { limit, cursor, ...filters }: ListAllOrdersInput,
): Promise<{ items: Order[]; nextCursor: string | null }> {
  const [createdAt, id] = cursor === undefined ? [] : decodeCursor(list, position, cursor);
  const after = createdAt && id !== undefined ? { createdAt, id } : undefined;
  const rows = await selectOrders(ctx.shop, filters, { after, limit: limit + 1 });
  const page = cutPage(
    rows,
    limit,
    (row) => row,
    (last) => encodeCursor(list, [last.createdAt.getTime(), last.id]),
  );
  return { ...page, items: await completeOrders(ctx.shop, ctx.shop.db.read, page.items, 'admin') };
}
