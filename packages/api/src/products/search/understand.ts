import type { Reader } from '@cartwright/db';
import { sql } from 'drizzle-orm';
import { correctionsOf } from './misspellings.ts';
import { queryWords, type Wanted, wantedOf } from './words.ts';

/** What a query is taken to mean: each of these has to be found in a product. None finds nothing. */
export type Understood = readonly Wanted[];

/** A query taken at its word. */
export function takeAtItsWord(query: string): Understood {
  return queryWords(query).map(wantedOf);
}

/**
 * A query that finds nothing as it is. The words that nobody uses are taken for misspellings of others; and if each
 * is used, but never together, all of them may be.
 */
export async function correct(read: Reader, query: string): Promise<Understood> {
  const words = queryWords(query);
  const asTyped = words.map(wantedOf);
  const used = await Promise.all(asTyped.map((wanted) => findsAnything(read, [wanted])));
  const allAreUsed = used.every((isUsed) => isUsed);
  const doubtful = words.filter((_, index) => allAreUsed || !used[index]);
  const corrections = await correctionsOf(read, doubtful);
  const wanted = words.map((word, index) => {
    const typed = asTyped[index] ?? wantedOf(word);
    return merged([...(used[index] ? [typed] : []), ...(corrections.get(word) ?? []).map(wantedOf)]);
  });
  return wanted.every(({ beginnings }) => beginnings.length > 0) ? wanted : [];
}

function merged(all: readonly Wanted[]): Wanted {
  return { beginnings: all.flatMap(({ beginnings }) => beginnings), wholes: all.flatMap(({ wholes }) => wholes) };
}

/** Whether any product on sale holds all of it, whatever the filters. */
export async function findsAnything(read: Reader, wanted: Understood): Promise<boolean> {
  const { searchDocuments } = read.tables;
  const matches = read.textSearch.matches(wanted.map(({ beginnings }) => beginnings));
  // Materialized, because for a single row Postgres would rather read the whole table than ask the index.
  const [found] = await read.select({ id: sql`hit.id` }).from(sql`(
    with hits as materialized (select ${searchDocuments.id} as id from ${searchDocuments} where ${matches})
    select id from hits limit 1) as hit`);
  return found !== undefined;
}
