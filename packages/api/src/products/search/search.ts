import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { GuestContext } from '../../kernel/context.ts';
import { cutPage, decodeCursor, encodeCursor, positionCount, positionText } from '../../kernel/paging.ts';
import { audienceOf, completeProducts, selectProducts } from '../read.ts';
import type { Facets, Product, SearchProductsInput } from '../schema.ts';
import { type FilteredColumns, filters, sortOf } from '../selection.ts';
import { hitsOf } from './hits.ts';
import { priceRanges, rangeOf } from './price-ranges.ts';
import { relevanceOf } from './relevance.ts';
import { correct, findsAnything, takeAtItsWord, type Understood } from './understand.ts';

export interface SearchPage {
  readonly items: Product[];
  readonly nextCursor: string | null;
  readonly facets: Facets;
  readonly total: number;
}

interface Page {
  readonly ids: string[];
  readonly nextCursor: string | null;
}

/**
 * Products on sale that hold every word of a query, the best first, with what the whole result consists of. A query
 * that no product on sale fits is taken for a misspelling of another.
 */
export async function searchProducts(ctx: GuestContext, input: SearchProductsInput): Promise<SearchPage> {
  const { read } = ctx.shop.db;
  const { q, cursor } = input;
  if (cursor?.startsWith(corrected)) return searchCorrected(ctx, { ...input, cursor: cursor.slice(corrected.length) });
  const asTyped = takeAtItsWord(q);
  const page = await find(ctx, input, asTyped);
  if (page.total > 0 || cursor !== undefined || asTyped.length === 0) return page;
  const isFilteredAway = hasFilters(input) && (await findsAnything(read, asTyped));
  return isFilteredAway ? page : searchCorrected(ctx, input);
}

/** What the cursors of a result begin with whose query was taken for a misspelling, so that all its pages are of one. */
const corrected = '~';

async function searchCorrected(ctx: GuestContext, input: SearchProductsInput): Promise<SearchPage> {
  const page = await find(ctx, input, await correct(ctx.shop.db.read, input.q));
  return { ...page, nextCursor: page.nextCursor && `${corrected}${page.nextCursor}` };
}

function hasFilters({ category, minPrice, maxPrice, inStock, ids }: SearchProductsInput): boolean {
  return [category, minPrice, maxPrice, inStock, ids].some((filter) => filter !== undefined);
}

async function find(ctx: GuestContext, input: SearchProductsInput, understood: Understood): Promise<SearchPage> {
  const hits = input.sort === 'relevance' ? pageByRelevance : pageBySort;
  const [{ ids, nextCursor }, counted] = await Promise.all([
    hits(ctx, input, understood),
    countResult(ctx, input, understood),
  ]);
  return { items: await readInOrder(ctx, ids), nextCursor, ...counted };
}

/** The products of a page. */
async function readInOrder(ctx: GuestContext, ids: readonly string[]): Promise<Product[]> {
  if (ids.length === 0) return [];
  const { read } = ctx.shop.db;
  const found = await selectProducts(read).where(inArray(read.tables.products.id, [...ids]));
  const byId = new Map(found.map((row) => [row.product.id, row]));
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  return completeProducts(ctx.shop, read, rows, audienceOf(ctx));
}

/** Chooses among documents alone, and reads the products of the page only. */
async function pageByRelevance(ctx: GuestContext, input: SearchProductsInput, understood: Understood): Promise<Page> {
  const { read } = ctx.shop.db;
  const { searchDocuments: d } = read.tables;
  const list = 'search:relevance';
  const position = z.tuple([positionCount, positionText, z.uuid()]);
  const [lastScore, lastName, lastId] = input.cursor === undefined ? [] : decodeCursor(list, position, input.cursor);
  if (understood.length === 0) return { ids: [], nextCursor: null };

  const score = relevanceOf(read, understood);
  const after =
    lastScore === undefined
      ? undefined
      : sql`(-${score}, ${sortName(d.name)}, ${d.productId}) > (${-lastScore}, ${lastName}, ${lastId})`;
  const hits = await read
    .select({ id: sql<string>`${d.productId}`, score: score.mapWith(Number), name: sortName(d.name) })
    .from(hitsOf(read, understood))
    .where(and(...filtersOf(ctx, input), after))
    .orderBy(sql`${score} desc`, asc(sortName(d.name)), asc(d.productId))
    .limit(input.limit + 1);

  const page = cutPage(
    hits,
    input.limit,
    ({ id }) => id,
    (last) => encodeCursor(list, [last.score, last.name, last.id]),
  );
  return { ids: page.items, nextCursor: page.nextCursor };
}

async function pageBySort(ctx: GuestContext, input: SearchProductsInput, understood: Understood): Promise<Page> {
  const { read } = ctx.shop.db;
  const { searchDocuments: d, products } = read.tables;
  const sort = sortOf(
    read.tables,
    'search',
    input.sort === 'relevance' ? 'newest' : input.sort,
    ctx.shop.clock.now(),
    input.cursor,
  );
  const after = input.cursor === undefined ? undefined : sort.after(input.cursor);
  if (understood.length === 0) return { ids: [], nextCursor: null };
  const { id, nameKey, priceFrom, createdAt } = products;
  // Materialized, because Postgres would rather walk all products in their order than sort what was found.
  const hits = sql`(
    with hits as materialized (select ${d.productId} as product_id from ${hitsOf(read, understood)} where ${and(sql`true`, ...filtersOf(ctx, input))})
    select product_id from hits) as hit`;
  const found = await read
    .select({ product: { id, nameKey, priceFrom, createdAt } })
    .from(hits)
    .innerJoin(products, eq(products.id, sql`hit.product_id`))
    .where(after)
    .orderBy(...sort.order)
    .limit(input.limit + 1);
  const page = cutPage(found, input.limit, ({ product }) => product.id, sort.cursor);
  return { ids: page.items, nextCursor: page.nextCursor };
}

/** Names may be long, and cursors have to fit into a URL. */
const sortName = (name: FilteredColumns['id']) => sql<string>`substr(${name}, 1, 100)`;

function filtersOf({ shop: { db } }: GuestContext, input: SearchProductsInput) {
  const { productId, categoryId, priceFrom } = db.tables.searchDocuments;
  return filters(db.read, input, { id: productId, categoryId, priceFrom });
}

/** Counts the whole result, once, by category and price range together. */
async function countResult(ctx: GuestContext, input: SearchProductsInput, understood: Understood) {
  const { read } = ctx.shop.db;
  const { searchDocuments: d, categories } = read.tables;
  if (understood.length === 0) return { total: 0, facets: { categories: [], priceRanges: [] } };
  const ranges = priceRanges(ctx.shop.settings.currency);
  const range = rangeOf(d.priceFrom, ranges);
  const groups = await read
    .select({
      categoryId: sql<string | null>`${d.categoryId}`,
      range: range.mapWith(Number),
      count: sql`count(*)`.mapWith(Number),
    })
    .from(hitsOf(read, understood))
    .where(and(...filtersOf(ctx, input)))
    .groupBy(d.categoryId, sql`2`);

  const named = await read.select({ id: categories.id, slug: categories.slug, name: categories.name }).from(categories);
  const sum = (wantedGroup: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(wantedGroup).reduce((total, group) => total + group.count, 0);
  const inCategories = named
    .map(({ id, slug, name }) => ({ slug, name, count: sum(({ categoryId }) => categoryId === id) }))
    .filter((facet) => facet.count > 0)
    .sort((a, b) => b.count - a.count || (a.slug < b.slug ? -1 : 1));
  const inRanges = ranges
    .map((one, index) => ({ ...one, count: sum((group) => group.range === index) }))
    .filter((facet) => facet.count > 0);
  return { total: sum(() => true), facets: { categories: inCategories, priceRanges: inRanges } };
}
