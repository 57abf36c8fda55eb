import type { Reader, Transaction } from '@cartwright/db';
import { and, eq, inArray } from 'drizzle-orm';
import { singularOf } from './words.ts';

const batchSize = 4_000;

/** Short words have too many neighbours. Numbers and SKUs have no meaningful neighbours. */
const canBeMisspelled = /^[\p{L}\p{M}]{4,30}$/u;

/** A word, and its variants without one letter. Two words one misspelling apart share such a form. */
function formsOf(word: string): string[] {
  const letters = [...word];
  const shorter = letters.map((_, index) => [...letters.slice(0, index), ...letters.slice(index + 1)].join(''));
  return [...new Set([word, ...shorter])];
}

/** Stores words and their singulars, so that later queries understand misspellings of them. */
export async function learnWords(tx: Transaction, words: Iterable<string>): Promise<void> {
  const { searchWords } = tx.tables;
  const all = [...words].flatMap((word) => [word, singularOf(word)]).filter((word) => canBeMisspelled.test(word));
  // Sorted, so that two transactions that store the same words cannot deadlock.
  const candidates = [...new Set(all)].sort();
  for (let start = 0; start < candidates.length; start += batchSize) {
    const batch = candidates.slice(start, start + batchSize);
    const known = await tx
      .select({ word: searchWords.word })
      .from(searchWords)
      .where(and(inArray(searchWords.form, batch), eq(searchWords.form, searchWords.word)));
    // A word of four letters can be a correction of a longer one but not a misspelling, so its own form suffices.
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
 * Corrections for each of `typed`: words with one letter added, missing or wrong, or two neighbours swapped. The longer
 * of both has five letters or more.
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

/** Whether two words differ by one letter that is added, missing, wrong, or swapped with its neighbour. */
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
