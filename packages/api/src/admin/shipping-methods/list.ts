import type { Tables } from '@cartwright/db';
import type { UserContext } from '@cartwright/kernel/context';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import { asc, gt } from 'drizzle-orm';
import { z } from 'zod';
import { toShippingMethod } from '../../pricing/index.ts';
import type { ListShippingMethodsInput, ShippingMethodView } from './schema.ts';

const list = 'admin.shippingMethods';

/** Lists the shipping methods, oldest first. */
export async function listShippingMethods(
  { shop: { db } }: UserContext,
  { limit, cursor }: ListShippingMethodsInput,
): Promise<{ items: ShippingMethodView[]; nextCursor: string | null }> {
  const { shippingMethods } = db.tables;
  const after = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const rows = await db.read
    .select()
    .from(shippingMethods)
    .where(after === undefined ? undefined : gt(shippingMethods.id, after))
    .orderBy(asc(shippingMethods.id))
    .limit(limit + 1);
  return cutPage(rows, limit, toShippingMethodView, ({ id }) => encodeCursor(list, [id]));
}

export function toShippingMethodView(row: Tables['shippingMethods']['$inferSelect']): ShippingMethodView {
  const { version, createdAt, updatedAt } = row;
  return { ...toShippingMethod(row), version, createdAt, updatedAt };
}
