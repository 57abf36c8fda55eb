import type { Reader, SearchGroup } from '@cartwright/db';
import { and, type SQL, sql } from 'drizzle-orm';
import { relevanceOf } from '../relevance.ts';
import type { Result } from '../result.ts';

/** A product on a page by relevance, with its sort values. */
export interface Ranked {
  readonly id: string;
  readonly rank: number;
  /** The beginning of its name, by which documents of the same relevance are sorted. */
  readonly label: string;
}

/** The page to find: the best `limit` products of a result that come after `after`. */
export interface Page {
  readonly result: Result;
  readonly limit: number;
  /** The last product of the previous page. */
  readonly after: Ranked | undefined;
}

/** The first page of the documents in `groups` that are in the result. */
export function rankFound(read: Reader, page: Page, groups: readonly SearchGroup[]): Promise<Ranked[]> {
  const { query, filter } = page.result;
  return rank(read, page, read.textSearch.hits({ ...query, groups }), filter);
}

/** The first page of the documents in `from` that meet `where`. */
export function rank(
  read: Reader,
  { result, limit, after }: Page,
  from: SQL,
  where: SQL | undefined,
): Promise<Ranked[]> {
  const { productId } = read.tables.searchDocuments;
  const ranked = sql`(select ${productId} as id, ${relevanceOf(read, result.understood)} as rank, ${labelOf(read)} as label
    from ${from} where ${and(sql`true`, where)}) as ranked`;
  const rest = after && sql`(-rank, label, id) > (${-after.rank}, ${after.label}, ${after.id})`;
  return read
    .select({ id: sql<string>`id`, rank: sql`rank`.mapWith(Number), label: sql<string>`label` })
    .from(ranked)
    .where(rest)
    .orderBy(sql`rank desc, label, id`)
    .limit(limit)
    .then((rows) => rows);
}

/** The best of several lists, each product once. */
export function best(limit: number, lists: readonly (readonly Ranked[])[]): Ranked[] {
  const byId = new Map(lists.flat().map((one) => [one.id, one]));
  return [...byId.values()].sort((a, b) => b.rank - a.rank || compareNames(a, b)).slice(0, limit);
}

/** The order of documents with the same relevance. */
export const compareNames = (a: Ranked, b: Ranked) => bytewise(a.label, b.label) || bytewise(a.id, b.id);

/** Compares text as both databases do, unlike JavaScript. */
export const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

export const labelLength = 100;

/** The label in the form of the index `search_documents_by_name`. */
export function labelOf({ tables }: Reader) {
  return sql<string>`substr(${tables.searchDocuments.name}, 1, ${sql.raw(String(labelLength))})`;
}
