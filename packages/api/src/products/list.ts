import { and, eq } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { cutPage } from '../kernel/paging.ts';
import { audienceOf, completeProducts, selectProducts } from './read.ts';
import type { ListProductsInput, Product } from './schema.ts';
import { filters, sortOf } from './selection.ts';

/** Products on sale, a page at a time. */
export async function listProducts(
  ctx: GuestContext,
  input: ListProductsInput,
): Promise<{ items: Product[]; nextCursor: string | null }> {
  const { read } = ctx.shop.db;
  const { products } = read.tables;
  const sort = sortOf(read.tables, 'products', input.sort, ctx.shop.clock.now(), input.cursor);
  const after = input.cursor === undefined ? undefined : sort.after(input.cursor);
  // Chosen by what the indexes hold, which is all that the databases then read of what they pass over.
  const chosen = read
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.status, 'active'), ...filters(read, input, products), after))
    .orderBy(...sort.order)
    .limit(input.limit + 1)
    .as('chosen');
  const rows = await selectProducts(read)
    .innerJoin(chosen, eq(chosen.id, products.id))
    .orderBy(...sort.order);
  const page = cutPage(rows, input.limit, (row) => row, sort.cursor);
  return { ...page, items: await completeProducts(ctx.shop, read, page.items, audienceOf(ctx)) };
}
