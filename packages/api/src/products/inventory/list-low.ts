import { cutPage, decodeCursor, encodeCursor, positionCount } from '@cartwright/kernel/paging';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { LowStockInput, LowStockItem } from './schema.ts';

const storedOptions = z.record(z.string(), z.string());
const position = z.tuple([positionCount, z.uuid()]);

/** Variants on sale with low stock, the lowest first. */
export async function listLowStock(
  { db, settings }: Pick<Shop, 'db' | 'settings'>,
  { limit, cursor }: LowStockInput,
): Promise<{ items: LowStockItem[]; nextCursor: string | null }> {
  const { read } = db;
  const { variants: v, products } = read.tables;
  const list = 'inventory:low';
  const available = sql<number>`${v.onHand} - ${v.reserved}`.mapWith(Number);
  const lowStockAt = sql<number>`coalesce(${v.lowStockAt}, ${settings.lowStockAt})`.mapWith(Number);
  const [lastAvailable, lastId] = cursor === undefined ? [] : decodeCursor(list, position, cursor);
  const rows = await read
    .select({
      variantId: v.id,
      productId: v.productId,
      name: products.name,
      sku: v.sku,
      options: v.options,
      onHand: v.onHand,
      reserved: v.reserved,
      available,
      lowStockAt,
    })
    .from(v)
    .innerJoin(products, eq(products.id, v.productId))
    .where(
      and(
        eq(products.status, 'active'),
        isNull(v.archivedAt),
        lte(available, lowStockAt),
        lastId === undefined ? undefined : sql`(${available}, ${v.id}) > (${lastAvailable}, ${lastId})`,
      ),
    )
    .orderBy(asc(available), asc(v.id))
    .limit(limit + 1);
  return cutPage(
    rows,
    limit,
    ({ options, ...row }) => ({ ...row, options: storedOptions.parse(options) }),
    (last) => encodeCursor(list, [last.available, last.variantId]),
  );
}
