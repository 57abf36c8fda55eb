import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

/** What a byte order mark is in text: with it, Excel reads a file as UTF-8. */
export const byteOrderMark = '\uFEFF';

export const bom = z
  .boolean()
  .default(false)
  .describe('Whether the file begins with a byte order mark, which tells Excel that it is UTF-8');

/** What spreadsheets take for a formula: these signs first, behind blanks too, or a tab or line break in front of one. */
const formula = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;
const guarded = /^'+(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;

/**
 * Text that no spreadsheet calculates: what could be a formula gets an apostrophe in front, which Excel and its kin
 * read as "this is text". `unguardFormula` gives back exactly what was there before.
 *
 * @example
 * guardFormula('=1+1'); // "'=1+1"
 */
export function guardFormula(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe off again that `guardFormula` has put in front. */
export function unguardFormula(text: string): string {
  return guarded.test(text) ? text.slice(1) : text;
}

/** Rows as CSV (RFC 4180): commas, quotes where they are needed, CRLF. No cell of it is a formula. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guardFormula(cell) : cell)));
  return stringify(cells, { record_delimiter: '\r\n' });
}
