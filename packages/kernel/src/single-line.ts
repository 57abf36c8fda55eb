/**
 * `text` on one line. Characters that could break a header or forge a line become spaces. Marks that change the reading
 * direction are removed, because they can make a text read as another.
 */
export function singleLine(text: string): string {
  return text
    .replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g, '')
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, (gap) => (gap === '\u00A0' || gap === '\u202F' ? gap : ' '))
    .trim();
}
