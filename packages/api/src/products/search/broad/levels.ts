import type { SearchField, SearchGroup } from '@cartwright/db';
import { groupsOf } from '../hits.ts';
import { bonus, points } from '../relevance.ts';
import type { Wanted } from '../words.ts';

/** Documents that may be more relevant than all others. */
export interface Level {
  /** The query for these documents. */
  readonly groups: readonly SearchGroup[];
  /** The highest relevance of any other document, without the bonus for a name that begins with the first word. */
  readonly ceiling: number;
}

export interface Levels {
  /** The highest possible relevance, without that bonus. */
  readonly highest: number;
  /** Documents with all words in the name. */
  readonly named: Level;
  /** From the fewest documents to the most. */
  readonly all: readonly Level[];
}

const titles: readonly SearchField[] = ['name', 'sku'];

/** The possible relevance of documents, by the fields in which they hold the words. */
export function levelsOf(wanted: readonly Wanted[]): Levels {
  const words = wanted.length;
  const last = wanted.at(-1);
  const inOrder = words > 1 ? bonus.inOrder : 0;
  // A name may hold all words in order without the last one, if another word has the same beginning.
  const nearly = last?.beginnings.some((beginning) => last.typed.startsWith(beginning)) ? 0 : inOrder;
  const most = (others: number, each: number) => (words - others) * points.nameWhole + others * each;
  const wholes = wanted.map((one) => ({ ...one, beginnings: [] }));
  const any = {
    typed: '',
    beginnings: wanted.flatMap((one) => one.beginnings),
    wholes: wanted.flatMap((one) => one.wholes),
  };
  const named = { groups: groupsOf(wanted, ['name']), ceiling: most(1, points.skuWhole) + nearly };
  return {
    highest: most(0, 0) + inOrder,
    named,
    all: [
      { groups: groupsOf(wholes, ['name']), ceiling: most(1, points.nameBeginning) + inOrder },
      named,
      { groups: groupsOf(wanted, titles), ceiling: most(1, points.elsewhere) + nearly },
      { groups: [...groupsOf(wanted), ...groupsOf([any], titles)], ceiling: most(words, points.elsewhere) + nearly },
    ],
  };
}
