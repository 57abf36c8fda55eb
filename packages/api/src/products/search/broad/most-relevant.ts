import type { Reader } from '@cartwright/db';
import { bonus } from '../relevance.ts';
import { smallResult } from '../result.ts';
import { completePage, countUpTo, mostToComplete } from './complete.ts';
import { levelsOf } from './levels.ts';
import { readOpenings } from './openings.ts';
import { type Page, type Ranked, rankFound } from './rank.ts';
import { documentWalks, nameWalks } from './walks.ts';

/**
 * The page of the most relevant of `total` products, by relevance and then by name. In a broad result it ranks only a
 * part: it reads documents by name until no unread document can come before the read ones. README.md follows a query
 * through all steps.
 */
export async function mostRelevant(read: Reader, page: Page, total: number): Promise<Ranked[]> {
  // With several words in any order, it is rare to know early that no other document comes first.
  const isSmall = total < (page.result.understood.length > 1 ? smallResult * 4 : smallResult);
  const found = isSmall ? undefined : await (page.after ? nextPage : firstPage)(read, page, total);
  return found ?? rankFound(read, page, page.result.query.groups);
}

/** The products as relevant as the last of the previous page. They follow it by name. */
async function nextPage(read: Reader, page: Page, total: number): Promise<Ranked[] | undefined> {
  const { named } = levelsOf(page.result.understood);
  const isNamed = page.after !== undefined && page.after.rank > named.ceiling + bonus.first;
  for (const walk of isNamed ? nameWalks(read, page, total) : documentWalks(read, page, total)) {
    const found = await walk();
    if (found[page.limit - 1]?.rank === page.after?.rank) return found;
  }
  return undefined;
}

async function firstPage(read: Reader, page: Page, total: number): Promise<Ranked[] | undefined> {
  const levels = levelsOf(page.result.understood);
  const { named } = levels;
  const openings = await readOpenings(read, page);
  const completeNames = (walked: Ranked[]) =>
    completePage(read, page, { levels, openings, walked, passedOver: named.ceiling + bonus.first });
  const completeDocuments = (walked: Ranked[]) => completePage(read, page, { levels, openings, walked, passedOver: 0 });

  const [shortWalk, ...longWalks] = nameWalks(read, page, total);
  const soon = shortWalk && (await completeNames(await shortWalk()));
  if (soon) return soon;

  const names = await countUpTo(read, page, named.groups, mostToComplete + 1);
  const areMany = names > mostToComplete;
  // Fewer names than a page fill none. `completePage` reads them with the documents of a walk.
  if (!areMany && names >= page.limit) {
    const found = await rankFound(read, page, named.groups);
    if ((found[page.limit - 1]?.rank ?? 0) > named.ceiling + bonus.first) return found;
  }
  for (const walk of areMany ? longWalks : documentWalks(read, page, total)) {
    const found = await (areMany ? completeNames : completeDocuments)(await walk());
    if (found) return found;
  }
  return undefined;
}
