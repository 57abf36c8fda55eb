import { foldText, spellSymbols } from '@cartwright/kernel/fold';

/** Scripts without spaces between words. Each character with its marks counts as a word. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const character = `(?=[\\p{L}\\p{N}])[${unspaced}]\\p{M}*`;
const word = new RegExp(`${character}|(?:(?![${unspaced}])[\\p{L}\\p{N}]\\p{M}*)+`, 'gu');
const isCharacter = new RegExp(`^${character}$`, 'u');

const longestWord = 40;

/**
 * The words of a text as search compares them: folded, without apostrophes, only letters, digits and marks.
 *
 * @example
 * wordsOf("Café Crème, women's 2"); // ['cafe', 'creme', 'womens', '2']
 * wordsOf('C++ 50%'); // ['cplusplus', '50percent']
 */
export function wordsOf(text: string): string[] {
  return cut(foldText(spellSymbols(text)));
}

function cut(folded: string): string[] {
  const words = folded.replaceAll(/['’ʼ]/g, '').match(word) ?? [];
  return words.map((found) => [...found].slice(0, longestWord).join(''));
}

/** The words of a text, followed by its symbol words without their symbol, so that `net` also finds `.NET`. */
export function indexWordsOf(text: string): string[] {
  const words = wordsOf(text);
  const known = new Set(words);
  return [...words, ...new Set(cut(foldText(text)).filter((plain) => !known.has(plain)))];
}

/** The words of SKUs, and each SKU without hyphens, so that every spelling finds it. */
export function skuWordsOf(skus: readonly string[]): string[] {
  return skus.flatMap((sku) => {
    const words = wordsOf(sku);
    return words.length > 1 ? [...words, words.join('').slice(0, longestWord)] : words;
  });
}

/** The singular of a regular English plural; any other word unchanged. */
export function singularOf(plural: string): string {
  if (/^.{2,}ies$/.test(plural)) return plural.replace(/ies$/, 'y');
  if (/^.{2,}(ss|sh|ch|x|z)es$/.test(plural)) return plural.replace(/es$/, '');
  return /^.{2,}[^s]s$/.test(plural) ? plural.slice(0, -1) : plural;
}

function pluralOf(singular: string): string {
  if (/[^aeiou]y$/.test(singular)) return singular.replace(/y$/, 'ies');
  return /(ss|sh|ch|x|z)$/.test(singular) ? `${singular}es` : `${singular}s`;
}

/** The meaning of one word of a query. */
export interface Wanted {
  /** The typed or corrected word. */
  readonly typed: string;
  /** Possible beginnings of a matching word. Empty for a completed word. */
  readonly beginnings: readonly string[];
  /** Possible whole words, which count more. */
  readonly wholes: readonly string[];
}

/** A word in singular and plural. */
export function wantedOf({ word, isWhole = false }: QueryWord): Wanted {
  const singular = singularOf(word);
  const plural = pluralOf(singular);
  // A typed plural may be a singular, such as "chess".
  const wholes = [...new Set([singular, plural, word])];
  if (isWhole) return { typed: word, beginnings: [], wholes };
  return { typed: word, beginnings: plural.startsWith(singular) ? [singular] : [singular, plural], wholes };
}

// biome-ignore format: a list
const fillers = new Set(['a', 'an', 'and', 'as', 'at', 'by', 'for', 'from', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);

const mostWords = 12;

export interface QueryWord {
  readonly word: string;
  /** The word is complete and not the beginning of a longer one. */
  readonly isWhole?: boolean;
}

/**
 * The distinct meaningful words of a query, or all if it has only fillers. A word is whole before a hyphen, as in a
 * SKU; if it is a single letter beside others, because it begins too many words; or in a script without spaces, because
 * a further mark makes another character.
 */
export function queryWords(query: string): QueryWord[] {
  const isWhole = new Map<string, boolean>();
  for (const chunk of foldText(spellSymbols(query)).split(/\s+/)) {
    const words = cut(chunk);
    for (const [index, one] of words.entries()) {
      isWhole.set(one, (isWhole.get(one) ?? true) && (index < words.length - 1 || isCharacter.test(one)));
    }
  }
  const words = [...isWhole.keys()];
  const telling = words.filter((one) => !fillers.has(one));
  return (telling.length > 0 ? telling : words).slice(0, mostWords).map((one, _index, all) => ({
    word: one,
    isWhole: isWhole.get(one) === true || (all.length > 1 && [...one].length === 1),
  }));
}
