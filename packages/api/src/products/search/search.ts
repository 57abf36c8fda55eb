import type { GuestContext } from '@cartwright/kernel/context';
import { cutPage, decodeCursor, encodeCursor, positionCount, positionText } from '@cartwright/kernel/paging';
import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import { audienceOf, completeProducts, selectProducts } from '../read.ts';
import type { Facets, Product, SearchProductsInput } from '../schema.ts';
import { mostRelevant } from './broad/most-relevant.ts';
import { choose } from './choose.ts';
import { noFacets } from './facets.ts';
import type { ReadPage } from './result.ts';
import { firstSorted } from './sorted.ts';
import { correct, findsAnything, takeAtItsWord, type Understood } from './understand.ts';

export interface SearchPage {
  readonly items: Product[];
  readonly nextCursor: string | null;
  readonly facets: Facets;
  readonly total: number;
}

/**
 * Products on sale with every word of a query, the best first, with facets of the whole result. A query without a
 * result is corrected as a misspelling.
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

/** Marks the cursors of a corrected query, so that all its pages belong to one result. */
const corrected = '~';

async function searchCorrected(ctx: GuestContext, input: SearchProductsInput): Promise<SearchPage> {
  const page = await find(ctx, input, await correct(ctx.shop.db.read, input.q));
  return { ...page, nextCursor: page.nextCursor && `${corrected}${page.nextCursor}` };
}

function hasFilters({ q: _q, sort: _sort, limit: _limit, cursor: _cursor, ...filters }: SearchProductsInput): boolean {
  return Object.values(filters).some((filter) => filter !== undefined);
}

async function find(ctx: GuestContext, input: SearchProductsInput, understood: Understood): Promise<SearchPage> {
  const { sort } = input;
  const readPage =
    sort === 'relevance' ? byRelevance(ctx, input) : await firstSorted(ctx, { ...input, list: 'search', sort });
  if (understood.length === 0) return { items: [], nextCursor: null, total: 0, facets: noFacets };

  const { result, ...counts } = await choose(ctx, understood, input);
  if (counts.total === 0) return { items: [], nextCursor: null, ...counts };
  const { items, nextCursor } = await readPage(result, counts.total);
  return { items: await readInOrder(ctx, items), nextCursor, ...counts };
}

/** The products of a page. */
export async function readInOrder(ctx: GuestContext, ids: readonly string[]): Promise<Product[]> {
  if (ids.length === 0) return [];
  const { read } = ctx.shop.db;
  const found = await selectProducts(read).where(inArray(read.tables.products.id, [...ids]));
  const byId = new Map(found.map((row) => [row.product.id, row]));
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  return completeProducts(ctx.shop, read, rows, audienceOf(ctx));
}

/** Chooses from documents alone. The products of the page are read afterwards. */
function byRelevance({ shop }: GuestContext, { limit, cursor }: SearchProductsInput): ReadPage {
  const list = 'search:relevance';
  const position = z.tuple([positionCount, positionText, z.uuid()]);
  const last = cursor === undefined ? undefined : decodeCursor(list, position, cursor);
  const after = last && { rank: last[0], label: last[1], id: last[2] };
  return async (result, total) =>
    cutPage(
      await mostRelevant(shop.db.read, { result, limit: limit + 1, after }, total),
      limit,
      (one) => one.id,
      (one) => encodeCursor(list, [one.rank, one.label, one.id]),
    );
}
