import type { Transaction } from '@cartwright/db';
import { cutPage, decodeCursor, encodeCursor, positionTime } from '@cartwright/kernel/paging';
import type { Shop } from '@cartwright/kernel/shop';
import { and, desc, sql } from 'drizzle-orm';
import { z } from 'zod';
import { completeOrders } from '../read/read.ts';
import type { Order } from '../schema.ts';
import { isAddressed, isGuests } from './move.ts';

/** The orders of one page of an export. */
export const guestOrdersAPage = 100;

const list = 'guest orders:newest';
const position = z.tuple([positionTime, z.uuid()]);

/** Reads a page of the orders that guests placed with an address, newest first. */
export async function guestOrders(
  shop: Shop,
  tx: Transaction,
  emailKey: string,
  cursor: string | undefined,
): Promise<{ items: Order[]; nextCursor: string | null }> {
  const { orders } = tx.tables;
  const [time, id] = cursor === undefined ? [] : decodeCursor(list, position, cursor);
  const after =
    time === undefined
      ? undefined
      : sql`(${orders.createdAt}, ${orders.id}) < (${sql.param(time, orders.createdAt)}, ${id})`;
  const rows = await tx
    .select()
    .from(orders)
    .where(and(isGuests(tx), isAddressed(tx, emailKey), after))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(guestOrdersAPage + 1);
  const page = cutPage(
    rows,
    guestOrdersAPage,
    (row) => row,
    (last) => encodeCursor(list, [last.createdAt.getTime(), last.id]),
  );
  return { ...page, items: await completeOrders(shop, tx, page.items, 'customer') };
}
