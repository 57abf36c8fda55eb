/** Letters that NFKD does not take apart, as people without them on their keyboard write them. */
const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Scripts that put no spaces between words: there each character counts as a word. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\p{L}\p{N}]|$)/gu;

const longestWord = 40;

/**
 * The words of a text as search compares them: lower case, without accents and apostrophes, letters and digits only.
 *
 * @example
 * wordsOf("Café Crème, women's 2"); // ['cafe', 'creme', 'womens', '2']
 */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı]/g, (letter) => plainLetters[letter] ?? letter);
  return (folded.match(word) ?? []).map((found) => [...found].slice(0, longestWord).join(''));
}

/** Those, and each whole SKU without its hyphens, so that it is found however it is written. */
export function skuWordsOf(skus: readonly string[]): string[] {
  return skus.flatMap((sku) => {
    const words = wordsOf(sku);
    return words.length > 1 ? [...words, words.join('').slice(0, longestWord)] : words;
  });
}

/** The singular of a regular English plural; any other word as it is. */
export function singularOf(plural: string): string {
  if (/^.{2,}ies$/.test(plural)) return plural.replace(/ies$/, 'y');
  if (/^.{2,}(ss|sh|ch|x|z)es$/.test(plural)) return plural.replace(/es$/, '');
  return /^.{2,}[^s]s$/.test(plural) ? plural.slice(0, -1) : plural;
}

function pluralOf(singular: string): string {
  if (/[^aeiou]y$/.test(singular)) return singular.replace(/y$/, 'ies');
  return /(ss|sh|ch|x|z)$/.test(singular) ? `${singular}es` : `${singular}s`;
}

/** What a word of a query stands for. */
export interface Wanted {
  /** A product's word has to begin with one of these. */
  readonly beginnings: readonly string[];
  /** Those that are such words from beginning to end count more. */
  readonly wholes: readonly string[];
}

/** A word in the singular and the plural. */
export function wantedOf(typed: string): Wanted {
  const singular = singularOf(typed);
  const plural = pluralOf(singular);
  const beginnings = plural.startsWith(singular) ? [singular] : [singular, plural];
  // What was typed as a plural may be no plural at all, such as "chess".
  return { beginnings, wholes: [...new Set([singular, plural, typed])] };
}

// biome-ignore format: a list
const fillers = new Set(['a', 'an', 'and', 'as', 'at', 'by', 'for', 'from', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);

const mostWords = 12;

/** The distinct words of a query that say what is wanted: all, if they are all of the small ones. */
export function queryWords(query: string): string[] {
  const words = [...new Set(wordsOf(query))];
  const telling = words.filter((one) => !fillers.has(one));
  return (telling.length > 0 ? telling : words).slice(0, mostWords);
}
