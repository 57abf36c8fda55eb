import type { Reader } from '@cartwright/db';
import { sql } from 'drizzle-orm';
import { groupsOf } from './hits.ts';
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
  const corrections = await correctionsOf(
    read,
    doubtful.map(({ word }) => word),
  );
  const wanted = words.map((typed, index) => {
    const meant = (corrections.get(typed.word) ?? []).map((word) => wantedOf({ word }));
    return merged([...(used[index] ? [wantedOf(typed)] : []), ...meant]);
  });
  return wanted.every(({ wholes }) => wholes.length > 0) ? wanted : [];
}

function merged(all: readonly Wanted[]): Wanted {
  return {
    typed: all.at(-1)?.typed ?? '',
    beginnings: all.flatMap(({ beginnings }) => beginnings),
    wholes: all.flatMap(({ wholes }) => wholes),
  };
}

/** Whether any product on sale holds all of it, whatever the filters. */
export async function findsAnything(read: Reader, wanted: Understood): Promise<boolean> {
  const { searchDocuments } = read.tables;
  // Materialized, because for a single row Postgres would rather read the whole table than ask the index.
  const [found] = await read.select({ id: sql`hit.id` }).from(sql`(
    with hits as materialized (select ${searchDocuments.id} as id from ${read.textSearch.hits({ groups: groupsOf(wanted) })})
    select id from hits limit 1) as hit`);
  return found !== undefined;
}
