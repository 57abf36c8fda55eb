import type { SearchField, SearchGroup, SearchTerm } from '@cartwright/db';
import type { Wanted } from './words.ts';

const anywhere: readonly SearchField[] = ['name', 'sku', 'description'];

/** The query for documents with all of `wanted` in these fields. */
export function groupsOf(wanted: readonly Wanted[], fields = anywhere): SearchGroup[] {
  return wanted.map((one) => ({ terms: termsOf(one), fields }));
}

function termsOf({ beginnings, wholes }: Wanted): SearchTerm[] {
  const others = wholes.filter((word) => !beginnings.some((beginning) => word.startsWith(beginning)));
  return [
    ...beginnings.map((word) => ({ word, isBeginning: true })),
    ...others.map((word) => ({ word, isBeginning: false })),
  ];
}
