import type { Reader } from '@cartwright/db';
import { sql } from 'drizzle-orm';
import { groupsOf } from './hits.ts';
import { correctionsOf } from './misspellings.ts';
import { queryWords, type Wanted, wantedOf } from './words.ts';

/** The meaning of a query. A product must match each entry. An empty list matches nothing. */
export type Understood = readonly Wanted[];

/** Interprets a query literally. */
export function takeAtItsWord(query: string): Understood {
  return queryWords(query).map(wantedOf);
}

/**
 * Corrects a query without a result. Words that no product has are taken for misspellings. If products have each word,
 * but never all together, any word may be a misspelling.
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

/** Whether any product on sale holds all words, without filters. */
export async function findsAnything(read: Reader, wanted: Understood): Promise<boolean> {
  const { searchDocuments } = read.tables;
  // Materialized, because Postgres would rather read the whole table for a single row than use the index.
  const [found] = await read.select({ id: sql`hit.id` }).from(sql`(
    with hits as materialized (select ${searchDocuments.id} as id from ${read.textSearch.hits({ groups: groupsOf(wanted) })})
    select id from hits limit 1) as hit`);
  return found !== undefined;
}
