import type { Reader, SearchQuery } from '@cartwright/db';
import { and, type SQL, sql } from 'drizzle-orm';
import { matchOf } from './relevance.ts';
import type { Understood } from './understand.ts';

/** The whole result of a search, as queries. */
export interface Result {
  readonly understood: Understood;
  /** The query for the index. */
  readonly query: SearchQuery;
  /** A condition on `search_documents` that the index does not know: the requested ids. */
  readonly filter: SQL | undefined;
}

/** Reads the ids of a page of a result with `total` products. */
export type ReadPage = (result: Result, total: number) => Promise<{ items: string[]; nextCursor: string | null }>;

/** The number of products by the number of their facts. */
export async function tallyOf(read: Reader, { query, filter }: Result): Promise<Map<number, number>> {
  const rows = await read
    .select({ tally: sql<unknown>`tally` })
    .from(sql`(${read.textSearch.tally(query, filter)}) as tallied`);
  return read.textSearch.readTally(rows[0]?.tally);
}

/** Whether a document is in the result, as a condition on the document. */
export function isIn(read: Reader, { understood, query, filter }: Result): SQL | undefined {
  return and(matchOf(read, understood), query.chosen && read.textSearch.isChosen(query.chosen), filter);
}

/** Results with fewer products are read whole. A larger one is broad. */
export const smallResult = 800;

/**
 * The numbers of products to read in the order of a page, in search of a broad result's first products. More would cost
 * more than reading the whole result.
 */
export function walksFor(total: number): number[] {
  if (total < smallResult) return [];
  const most = Math.floor(total / 4);
  return [...[smallResult / 4, smallResult].filter((rows) => rows < most), most];
}
