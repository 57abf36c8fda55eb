import type { Reader } from '@cartwright/db';
import { and, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { GuestContext } from '../../kernel/context.ts';
import { cutPage, decodeCursor, encodeCursor, positionCount, positionText } from '../../kernel/paging.ts';
import { audienceOf, completeProducts, selectProducts } from '../read.ts';
import type { Facets, Product, ProductSort, SearchProductsInput } from '../schema.ts';
import { type FilteredColumns, filters, sortOf } from '../selection.ts';
import { facetsOf, listCategories, nothing } from './facets.ts';
import { hitsOf } from './hits.ts';
import { priceRanges, rangeOf } from './price-ranges.ts';
import { relevanceOf } from './relevance.ts';
import { type Hit, scan } from './scan.ts';
import { correct, findsAnything, takeAtItsWord, type Understood } from './understand.ts';

export interface SearchPage {
  readonly items: Product[];
  readonly nextCursor: string | null;
  readonly facets: Facets;
  readonly total: number;
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
  const { read } = ctx.shop.db;
  const order = await (input.sort === 'relevance'
    ? byRelevance(read, input, understood)
    : bySort(ctx, input, input.sort));
  if (understood.length === 0) return { items: [], nextCursor: null, ...nothing };

  const { searchDocuments: d } = read.tables;
  const ranges = priceRanges(ctx.shop.settings.currency);
  const hits = sql`select ${d.productId} as product_id, ${d.categoryId} as category_id,
    ${rangeOf(d.priceFrom, ranges)} as price_range${order.columns}
    from ${hitsOf(read, understood)} where ${and(sql`true`, ...filtersOf(ctx, input))}`;
  const [found, categories] = await Promise.all([scan(read, { hits, page: order.page }), listCategories(read)]);
  const page = cutPage(found.page, input.limit, ({ id }) => id, order.cursor);
  return {
    items: await readInOrder(ctx, page.items),
    nextCursor: page.nextCursor,
    ...facetsOf(found.groups, ranges, categories),
  };
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

interface Order {
  /** What the page needs of each hit beside its product. */
  readonly columns: SQL;
  readonly page: SQL;
  readonly cursor: (last: Hit) => string;
}

/** Chooses among documents alone: the products of the page are read when it is known. */
function byRelevance(read: Reader, input: SearchProductsInput, understood: Understood): Order {
  const { searchDocuments: d } = read.tables;
  const list = 'search:relevance';
  const position = z.tuple([positionCount, positionText, z.uuid()]);
  const [score, name, id] = input.cursor === undefined ? [] : decodeCursor(list, position, input.cursor);
  const after = score === undefined ? sql`true` : sql`(-score, name, product_id) > (${-score}, ${name}, ${id})`;
  return {
    columns: sql`, ${relevanceOf(read, understood)} as score, ${sortName(d.name)} as name`,
    page: sql`select product_id as id, score as rank, name as label, null as created_at from hits
      where ${after} order by score desc, name, product_id limit ${input.limit + 1}`,
    cursor: ({ id, rank, label }) => encodeCursor(list, [rank, label, id]),
  };
}

async function bySort({ shop }: GuestContext, input: SearchProductsInput, by: ProductSort): Promise<Order> {
  const { products: p } = shop.db.tables;
  const sort = await sortOf(shop.db.read, 'search', by, { now: shop.clock.now(), cursor: input.cursor });
  return {
    columns: sql``,
    page: sql`select ${p.id} as id, ${p.priceFrom} as rank, ${p.nameKey} as label, ${p.createdAt} as created_at
      from hits inner join ${p} on ${p.id} = hits.product_id
      where ${sort.rest ?? sql`true`} order by ${sql.join(sort.order, sql`, `)} limit ${input.limit + 1}`,
    cursor: ({ id, rank, label, createdAt }) => {
      if (createdAt === null) throw new Error('A page in an order of products has the times of its products.');
      return sort.cursor({ product: { id, priceFrom: rank, nameKey: label, createdAt } });
    },
  };
}

/** Names may be long, and cursors have to fit into a URL. */
const sortName = (name: FilteredColumns['id']) => sql<string>`substr(${name}, 1, 100)`;

function filtersOf({ shop: { db } }: GuestContext, input: SearchProductsInput) {
  const { productId, categoryId, priceFrom } = db.tables.searchDocuments;
  return filters(db.read, input, { id: productId, categoryId, priceFrom });
}
