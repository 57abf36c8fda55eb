import anyAscii from 'any-ascii';

/**
 * Folds text for sorting and search: lower case, Latin letters without accents, Greek and Cyrillic without marks. Other
 * scripts keep their marks, because those are vowels, tones and consonants.
 *
 * @example
 * foldText('Łódź'); // 'lodz'
 * foldText('สี่') === foldText('สี'); // false
 */
export function foldText(text: string): string {
  return withoutAccents(apart(text).normalize('NFKD'))
    .replaceAll(unseen, '')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replaceAll(/[^\P{Script=Latin}a-z]/gu, (letter) => anyAscii(letter).toLowerCase())
    .normalize('NFC');
}

/**
 * The form in which the names and values of options and attributes are compared, without case, spaces and accents. All
 * other differences count.
 */
export function labelKey(text: string): string {
  return withoutAccents(text.normalize('NFD')).normalize('NFC').replaceAll(/\s+/gu, ' ').trim().toLowerCase();
}

/**
 * Spells out symbols that belong to a word, so that `C++` and `C#` are different words. Other symbols separate words.
 *
 * @param joint the text between a word and its symbol
 * @example
 * spellSymbols('C++, C# and .NET: 50 %'); // 'Cplusplus, Csharp and dotNET: 50percent'
 */
export function spellSymbols(text: string, joint = ''): string {
  return apart(text)
    .normalize('NFKC')
    .replaceAll('♯', '#')
    .replaceAll(/(?<=\p{N})\s?%/gu, `${joint}percent`)
    .replaceAll(/(?<![\p{L}\p{N}\p{M}])(\p{L}\p{M}*)#/gu, `$1${joint}sharp`)
    .replaceAll(/(?<=[\p{L}\p{N}\p{M}])(?:\+{2,}|\+(?![\p{L}\p{N}+]))/gu, (signs) =>
      `${joint}plus`.repeat(signs.length),
    )
    .replaceAll(/(?<![\p{L}\p{N}\p{M}.])\.(?=\p{L})/gu, `dot${joint}`);
}

/** Lower-case ASCII letters and digits with single hyphens, from text in any script. Empty if nothing is readable. */
export function asciiWords(text: string): string {
  return spellSymbols(text, '-')
    .replaceAll(/\p{Script=Han}/gu, (sign) => ` ${anyAscii(sign)} `)
    .replaceAll(/[^\p{ASCII}]/gu, (sign) => anyAscii(sign))
    .replaceAll(/['`]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Removes the marks of Latin, Greek and Cyrillic letters from decomposed text. */
function withoutAccents(text: string): string {
  return text.replaceAll(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '$1');
}

/** Invisible characters that texts contain by accident. The zero-width space is missing, because it ends a word. */
const unseen = /\u{AD}|\u{200C}|\u{200D}|\u{2060}|\u{FEFF}/gu;

/**
 * Separates characters that Unicode's compatibility forms would join, so that `1½` is not 11/2, and `10²` is not 102.
 */
function apart(text: string): string {
  return text
    .replaceAll(/(?<=\p{N})(?=\p{No})/gu, ' ')
    .replaceAll('№', ' No ')
    .replaceAll(/[™℠]/gu, ' ');
}
