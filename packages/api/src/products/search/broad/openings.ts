import type { Reader } from '@cartwright/db';
import { count, max, sql } from 'drizzle-orm';
import { openingsOf } from '../relevance.ts';
import { isIn, smallResult } from '../result.ts';
import { labelOf, type Page, type Ranked, rank } from './rank.ts';
import { byName, documents } from './walks.ts';

const mostRead = smallResult / 4;

/** The documents whose names begin with one form of the first word. */
export interface Opening {
  readonly best: Ranked[];
  /** The last name that was read; undefined if none is left. */
  readonly until: string | undefined;
}

/** Reads the documents with names that begin with the first word, because only they earn the bonus for that. */
export function readOpenings(read: Reader, page: Page): Promise<Opening[]> {
  const label = labelOf(read);
  return Promise.all(
    openingsOf(page.result.understood).map(async (opening) => {
      const range = sql`${label} >= ${opening} and ${label} < ${`${opening}\u{10ffff}`}`;
      const [extent] = await read
        .select({ rows: count(), last: max(sql<string>`label`) })
        .from(sql`(${byName(read, range, mostRead)}) as walked`);
      if (!extent?.rows) return { best: [], until: undefined };
      const from = documents(read, byName(read, range, mostRead));
      const best = await rank(read, page, from, isIn(read, page.result));
      return { best, until: extent.rows < mostRead ? undefined : (extent.last ?? undefined) };
    }),
  );
}
