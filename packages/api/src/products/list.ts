import { prepared, type Reader } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { cutPage } from '@cartwright/kernel/paging';
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { firstThatMeet, inOrder, sourceByPrice } from './filtered.ts';
import { audienceOf, completeProducts, selectProducts } from './read.ts';
import type { ListProductsInput, Product, ProductSort } from './schema.ts';
import { readInOrder } from './search/search.ts';
import { orderOf, type Sort, sortOf } from './selection.ts';

/** The name of the list in its cursors. */
const list = 'products';

/** Products on sale, a page at a time. */
export async function listProducts(
  ctx: GuestContext,
  input: ListProductsInput,
): Promise<{ items: Product[]; nextCursor: string | null }> {
  const { read } = ctx.shop.db;
  const sort = await sortOf(read, list, input.sort, { now: ctx.shop.clock.now(), cursor: input.cursor });
  if (needsFacts(input)) return listThatMeet(ctx, input, sort);
  const front = isFront(input) ? frontPages[input.sort] : undefined;
  const rows = await (front ? front(read, {}) : pageQuery(read, input, sort, await sourceByPrice(read, input)));
  const page = cutPage(rows, input.limit, (row) => row, sort.cursor);
  return { ...page, items: await completeProducts(ctx.shop, read, page.items, audienceOf(ctx)) };
}

/**
 * Whether a filter needs more than the product's columns. `priceFrom` or `priceTo` decide a price range with one end.
 */
function needsFacts({ minPrice, maxPrice, inStock, options, attributes }: ListProductsInput): boolean {
  const isRange = minPrice !== undefined && maxPrice !== undefined;
  return isRange || [inStock, options, attributes].some((filter) => filter !== undefined);
}

async function listThatMeet(ctx: GuestContext, input: ListProductsInput, sort: Sort) {
  const { read } = ctx.shop.db;
  const condition = conditionOf(read, input, sort.rest);
  const rows = await firstThatMeet(read, input, sort, condition, await sourceByPrice(read, input));
  const page = cutPage(
    rows,
    input.limit,
    ({ id }) => id,
    (last) => sort.cursor({ product: last }),
  );
  return { ...page, items: await readInOrder(ctx, page.items) };
}

function pageQuery(
  read: Reader,
  input: ListProductsInput,
  { order, rest }: Pick<Sort, 'order' | 'rest'>,
  source = inOrder(read),
) {
  const { products } = read.tables;
  // Chooses by indexed columns, so that the databases read nothing else of the rows that they skip.
  const found = source(conditionOf(read, input, rest));
  const chosen = sql`(select id from (${found}) as ${products} order by ${sql.join(order, sql`, `)} limit ${input.limit + 1}) as chosen`;
  return selectProducts(read)
    .innerJoin(chosen, sql`chosen.id = ${products.id}`)
    .orderBy(...order);
}

/** The conditions on the products' own columns. */
function conditionOf(read: Reader, input: ListProductsInput, rest: SQL | undefined): SQL {
  const { products } = read.tables;
  const isOnSale = eq(products.status, 'active');
  const isAsked = input.ids && inArray(products.id, input.ids);
  return and(isOnSale, inCategory(read, input.category), isPriced(read, input), isAsked, rest) ?? isOnSale;
}

function inCategory(read: Reader, slug: string | undefined) {
  const { categories, products } = read.tables;
  const category = read
    .select({ id: categories.id })
    .from(categories)
    .where(eq(categories.slug, slug ?? ''));
  return slug === undefined ? undefined : eq(products.categoryId, category);
}

/** Whether some variant may be in the price range. */
function isPriced(read: Reader, { minPrice, maxPrice, sort }: ListProductsInput) {
  const { priceFrom, priceTo } = read.tables.products;
  const lowest = sort === 'price' || sort === '-price' ? priceFrom : read.checked(priceFrom);
  return and(
    maxPrice === undefined ? undefined : sql`${lowest} <= ${maxPrice}`,
    minPrice === undefined ? undefined : sql`${read.checked(priceTo)} >= ${minPrice}`,
  );
}

const frontLimit = 20;

/** Whether the input asks for the most frequent read: the first page of all products on sale, in one of the orders. */
function isFront({ sort: _, limit, ...filters }: ListProductsInput): boolean {
  return limit === frontLimit && Object.values(filters).every((value) => value === undefined);
}

const frontPage = (sort: ProductSort) =>
  prepared(
    `front page by ${sort}`,
    () => ({}),
    (read: Reader) => {
      const front: ListProductsInput = { sort, limit: frontLimit };
      return pageQuery(read, front, { order: orderOf(read.tables.products, sort), rest: undefined });
    },
  );

const frontPages: Record<ProductSort, ReturnType<typeof frontPage>> = {
  newest: frontPage('newest'),
  price: frontPage('price'),
  '-price': frontPage('-price'),
  name: frontPage('name'),
};
