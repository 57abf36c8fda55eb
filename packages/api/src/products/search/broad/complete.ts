import type { Reader, SearchGroup } from '@cartwright/db';
import { count, sql } from 'drizzle-orm';
import { bonus } from '../relevance.ts';
import { smallResult } from '../result.ts';
import type { Levels } from './levels.ts';
import type { Opening } from './openings.ts';
import { best, bytewise, compareNames, type Page, type Ranked, rankFound } from './rank.ts';

/** Up to this many documents are read to complete a page. */
export const mostToComplete = smallResult / 2;

interface Seen {
  readonly levels: Levels;
  readonly openings: readonly Opening[];
  /** The best documents of a walk. */
  readonly walked: readonly Ranked[];
  /** The highest relevance of the documents that the walk passed over. */
  readonly passedOver: number;
}

/**
 * The page, if it can be completed: the best documents seen so far, together with the few others that may come before
 * them. Undefined if these are many.
 */
export async function completePage(
  read: Reader,
  page: Page,
  { levels, openings, walked, passedOver }: Seen,
): Promise<Ranked[] | undefined> {
  const seen = best(page.limit, [walked, ...openings.map((opening) => opening.best)]);
  const last = seen[page.limit - 1];
  if (!last || last.rank <= passedOver) return undefined;
  const better = groupsBefore(levels, last, walked, openings);
  if (better === 'nothing') return seen;
  if (better === 'unknown' || (await countUpTo(read, page, better, mostToComplete + 1)) > mostToComplete) {
    return undefined;
  }
  return best(page.limit, [seen, await rankFound(read, page, better)]);
}

/** The query for all documents that may still come before `last`. */
function groupsBefore(
  { highest, all }: Levels,
  last: Ranked,
  walked: readonly Ranked[],
  openings: readonly Opening[],
): readonly SearchGroup[] | 'nothing' | 'unknown' {
  // Of documents with the same relevance, the unread ones come later by name than all that were read.
  const end = walked.toSorted(compareNames).at(-1);
  const harmless = end && compareNames(last, end) <= 0 ? last.rank : last.rank - 1;
  const level =
    highest <= harmless
      ? { groups: 'nothing' as const, ceiling: highest }
      : all.find(({ ceiling }) => ceiling <= harmless);
  if (!level) return 'unknown';
  const ceiling = level.ceiling + bonus.first;
  const isComplete = openings.every(
    ({ until }) =>
      until === undefined || ceiling < last.rank || (ceiling === last.rank && bytewise(last.label, until) < 0),
  );
  return isComplete ? level.groups : 'unknown';
}

/** The number of documents of the result in `groups`, counted up to `most`. */
export async function countUpTo(read: Reader, { result }: Page, groups: readonly SearchGroup[], most: number) {
  const [found] = await read
    .select({ rows: count() })
    .from(sql`(${read.textSearch.some({ ...result.query, groups }, most)}) as found`);
  return found?.rows ?? 0;
}
