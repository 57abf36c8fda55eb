import type { Reader, Transaction } from '@cartwright/db';
import { and, eq, inArray } from 'drizzle-orm';
import { singularOf } from './words.ts';

const batchSize = 4_000;

/** Short words have too many neighbours, and numbers and SKUs none that anybody means. */
const canBeMisspelled = /^[\p{L}\p{M}]{4,30}$/u;

/** A word, and it without one of its letters, each in turn. Two words one misspelling apart share such a form. */
function formsOf(word: string): string[] {
  const letters = [...word];
  const shorter = letters.map((_, index) => [...letters.slice(0, index), ...letters.slice(index + 1)].join(''));
  return [...new Set([word, ...shorter])];
}

/** Learns words and their singulars, so that misspellings of them are understood from now on. */
export async function learnWords(tx: Transaction, words: Iterable<string>): Promise<void> {
  const { searchWords } = tx.tables;
  const all = [...words].flatMap((word) => [word, singularOf(word)]).filter((word) => canBeMisspelled.test(word));
  // In one order, so that two who learn the same words never wait for each other in a circle.
  const candidates = [...new Set(all)].sort();
  for (let start = 0; start < candidates.length; start += batchSize) {
    const batch = candidates.slice(start, start + batchSize);
    const known = await tx
      .select({ word: searchWords.word })
      .from(searchWords)
      .where(and(inArray(searchWords.form, batch), eq(searchWords.form, searchWords.word)));
    // A word of four letters is what one of five may be, and never the other way round: its own form is enough.
    const knownWords = new Set(known.map(({ word }) => word));
    const rows = batch
      .filter((word) => !knownWords.has(word))
      .flatMap((word) => (word.length < 5 ? [word] : formsOf(word)).map((form) => ({ form, word })));
    for (let first = 0; first < rows.length; first += batchSize) {
      await tx
        .insert(searchWords)
        .values(rows.slice(first, first + batchSize))
        .onConflictDoNothing();
    }
  }
}

/**
 * The words that each of `typed` may have been meant to be: one letter too many, too few, wrong, or two in each other's place. The
 * longer of the two has five letters or more.
 */
export async function correctionsOf(read: Reader, typed: readonly string[]): Promise<Map<string, string[]>> {
  const { searchWords } = read.tables;
  const meant = new Map(typed.filter((word) => canBeMisspelled.test(word)).map((word) => [word, new Set<string>()]));
  const forms = [...meant.keys()].flatMap((word) => [word, singularOf(word)].flatMap(formsOf));
  if (forms.length === 0) return new Map();
  const rows = await read
    .selectDistinct({ word: searchWords.word })
    .from(searchWords)
    .where(inArray(searchWords.form, [...new Set(forms)]));
  for (const [word, corrections] of meant) {
    for (const spelling of [word, singularOf(word)]) {
      for (const candidate of rows) {
        const isLong = Math.max(candidate.word.length, spelling.length) >= 5;
        if (isLong && isOneMisspellingApart(spelling, candidate.word)) corrections.add(candidate.word);
      }
    }
  }
  return new Map([...meant].map(([word, corrections]) => [word, [...corrections].sort()]));
}

/** Whether one letter that is added, left out, wrong, or has changed places with its neighbour is all the difference. */
export function isOneMisspellingApart(one: string, other: string): boolean {
  if (one === other) return false;
  const [short, long] = [[...one], [...other]].sort((a, b) => a.length - b.length) as [string[], string[]];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = (letters: string[], from: number) => letters.slice(from).join('');
  if (long.length === short.length + 1) return rest(short, start) === rest(long, start + 1);
  if (long.length !== short.length) return false;
  if (rest(short, start + 1) === rest(long, start + 1)) return true;
  const areSwapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  return areSwapped && rest(short, start + 2) === rest(long, start + 2);
}
