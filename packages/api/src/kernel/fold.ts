import anyAscii from 'any-ascii';

/**
 * The form in which names are sorted and texts are searched: lower case, Latin letters as a keyboard without accents writes
 * them, and Greek and Cyrillic without their marks. The marks of other scripts stay, because they are vowels, tones and
 * consonants there.
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
 * The form in which the names and values of options and attributes are compared: without regard to case, spaces and accents.
 * Everything else tells two of them apart.
 */
export function labelKey(text: string): string {
  return withoutAccents(text.normalize('NFD')).normalize('NFC').replaceAll(/\s+/gu, ' ').trim().toLowerCase();
}

/**
 * Writes the symbols that are part of a word in letters, so that `C++` and `C#` are two words. All other symbols only
 * separate words.
 *
 * @param joint what stands between a word and its symbol
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

/** Lower-case ASCII letters and digits with single hyphens, from a text in any script. Empty if nothing in it can be read. */
export function asciiWords(text: string): string {
  return spellSymbols(text, '-')
    .replaceAll(/\p{Script=Han}/gu, (sign) => ` ${anyAscii(sign)} `)
    .replaceAll(/[^\p{ASCII}]/gu, (sign) => anyAscii(sign))
    .replaceAll(/['`]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Without the marks of Latin, Greek and Cyrillic letters, in a text whose marks stand by themselves. */
function withoutAccents(text: string): string {
  return text.replaceAll(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '$1');
}

/** Characters without a shape, which texts hold by accident. The space of no width is not among them: it ends a word. */
const unseen = /\u{AD}|\u{200C}|\u{200D}|\u{2060}|\u{FEFF}/gu;

/** Keeps apart what Unicode's compatible forms would join: `1½` is not 11/2, `10²` not 102, and `Brand™` not BrandTM. */
function apart(text: string): string {
  return text
    .replaceAll(/(?<=\p{N})(?=\p{No})/gu, ' ')
    .replaceAll('№', ' No ')
    .replaceAll(/[™℠]/gu, ' ');
}
