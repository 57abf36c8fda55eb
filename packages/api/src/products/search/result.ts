import type { Reader, SearchQuery } from '@cartwright/db';
import { and, type SQL, sql } from 'drizzle-orm';
import { matchOf } from './relevance.ts';
import type { Understood } from './understand.ts';

/** All that a search finds, and how to come at it. */
export interface Result {
  readonly understood: Understood;
  /** What the index is asked for. */
  readonly query: SearchQuery;
  /** What it does not know, over `search_documents`: the ids that are asked for. */
  readonly filter: SQL | undefined;
}

/** The ids of a page of a result of so many products. */
export type ReadPage = (result: Result, total: number) => Promise<{ items: string[]; nextCursor: string | null }>;

/** How many products it has with each facts. */
export async function tallyOf(read: Reader, { query, filter }: Result): Promise<Map<number, number>> {
  const rows = await read
    .select({ tally: sql<unknown>`tally` })
    .from(sql`(${read.textSearch.tally(query, filter)}) as tallied`);
  return read.textSearch.readTally(rows[0]?.tally);
}

/** Whether a document is in it, seen from the document. */
export function isIn(read: Reader, { understood, query, filter }: Result): SQL | undefined {
  return and(matchOf(read, understood), query.chosen && read.textSearch.isChosen(query.chosen), filter);
}

/** Of fewer all are read: then nothing else is tried. */
export const few = 800;

/**
 * How many products to read in the order of a page, in search of the first that are in a broad result. More would take
 * longer than to read all of the result.
 */
export function walksFor(total: number): number[] {
  if (total < few) return [];
  const most = Math.floor(total / 4);
  return [...[few / 4, few].filter((rows) => rows < most), most];
}
