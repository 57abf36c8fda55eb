import { hotQuery, type Reader } from '@cartwright/db';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { GuestContext } from '../kernel/context.ts';
import { cutPage } from '../kernel/paging.ts';
import { audienceOf, completeProducts, selectProducts } from './read.ts';
import type { ListProductsInput, Product, ProductSort } from './schema.ts';
import { choose } from './search/choose.ts';
import { readInOrder } from './search/search.ts';
import { firstSorted } from './search/sorted.ts';
import { orderOf, type Sort, sortOf } from './selection.ts';

/** What its cursors belong to. */
const list = 'products';

/** Products on sale, a page at a time. */
export async function listProducts(
  ctx: GuestContext,
  input: ListProductsInput,
): Promise<{ items: Product[]; nextCursor: string | null }> {
  const { read } = ctx.shop.db;
  if (needsFacts(input)) return listChosen(ctx, input);
  const sort = await sortOf(read, list, input.sort, { now: ctx.shop.clock.now(), cursor: input.cursor });
  const front = isFront(input) ? frontPages[input.sort] : undefined;
  const rows = await (front ? front(read, {}) : pageQuery(read, input, sort));
  const page = cutPage(rows, input.limit, (row) => row, sort.cursor);
  return { ...page, items: await completeProducts(ctx.shop, read, page.items, audienceOf(ctx)) };
}

/** Whether there is a filter that products do not answer by themselves. Some variant costs no more than `maxPrice` if the cheapest does not. */
function needsFacts({ minPrice, inStock, options, attributes }: ListProductsInput): boolean {
  return [minPrice, inStock, options, attributes].some((filter) => filter !== undefined);
}

/** As a search without words. */
async function listChosen(ctx: GuestContext, input: ListProductsInput) {
  const readPage = await firstSorted(ctx, { ...input, list });
  const { result, total } = await choose(ctx, [], input);
  if (total === 0) return { items: [], nextCursor: null };
  const { items, nextCursor } = await readPage(result, total);
  return { items: await readInOrder(ctx, items), nextCursor };
}

function pageQuery(read: Reader, input: ListProductsInput, { order, rest }: Pick<Sort, 'order' | 'rest'>) {
  const { products } = read.tables;
  // Chosen by what the indexes hold, which is all that the databases then read of what they pass over.
  const chosen = read
    .select({ id: products.id })
    .from(products)
    .where(
      and(
        eq(products.status, 'active'),
        inCategory(read, input.category),
        isAffordable(read, input),
        input.ids && inArray(products.id, input.ids),
        rest,
      ),
    )
    .orderBy(...order)
    .limit(input.limit + 1)
    .as('chosen');
  return selectProducts(read)
    .innerJoin(chosen, eq(chosen.id, products.id))
    .orderBy(...order);
}

function inCategory(read: Reader, slug: string | undefined) {
  const { categories, products } = read.tables;
  const category = read
    .select({ id: categories.id })
    .from(categories)
    .where(eq(categories.slug, slug ?? ''));
  return slug === undefined ? undefined : eq(products.categoryId, category);
}

function isAffordable(read: Reader, { maxPrice, sort }: ListProductsInput) {
  const { priceFrom } = read.tables.products;
  const price = sort === 'price' || sort === '-price' ? priceFrom : read.checked(priceFrom);
  return maxPrice === undefined ? undefined : sql`${price} <= ${maxPrice}`;
}

const frontLimit = 20;

/** What everybody reads first: all that is on sale, in one of the orders. */
function isFront({ sort: _, limit, ...filters }: ListProductsInput): boolean {
  return limit === frontLimit && Object.values(filters).every((value) => value === undefined);
}

const frontPage = (sort: ProductSort) =>
  hotQuery(`front page by ${sort}`, (read: Reader) => {
    const front: ListProductsInput = { sort, limit: frontLimit };
    return pageQuery(read, front, { order: orderOf(read.tables.products, sort), rest: undefined });
  });

const frontPages: Record<ProductSort, ReturnType<typeof frontPage>> = {
  newest: frontPage('newest'),
  price: frontPage('price'),
  '-price': frontPage('-price'),
  name: frontPage('name'),
};
