import type { Reader, SearchTerm } from '@cartwright/db';
import type { SQL } from 'drizzle-orm';
import type { Wanted } from './words.ts';

/** The documents of products on sale that hold all of `wanted`, to stand behind FROM. */
export function hitsOf(read: Reader, wanted: readonly Wanted[]): SQL {
  return read.textSearch.hits(wanted.map(termsOf));
}

function termsOf({ beginnings, wholes }: Wanted): SearchTerm[] {
  const others = wholes.filter((word) => !beginnings.some((beginning) => word.startsWith(beginning)));
  return [
    ...beginnings.map((word) => ({ word, isBeginning: true })),
    ...others.map((word) => ({ word, isBeginning: false })),
  ];
}
