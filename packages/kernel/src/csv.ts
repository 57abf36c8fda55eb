import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

/** A byte order mark in text. It makes Excel read a file as UTF-8. */
export const byteOrderMark = '\uFEFF';

export const bom = z
  .boolean()
  .default(false)
  .describe('Whether the file begins with a byte order mark, which tells Excel that it is UTF-8');

/**
 * Text that spreadsheets take for a formula: one of these signs first, also after blanks, or a leading tab or line
 * break.
 */
const formula = /^'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;
const guarded = /^'+(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;

/**
 * Protects text from being calculated by a spreadsheet: a formula gets an apostrophe in front, which marks text.
 * `unguardFormula` returns the exact original.
 *
 * @example
 * guardFormula('=1+1'); // "'=1+1"
 */
export function guardFormula(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** Removes the apostrophe that `guardFormula` added. */
export function unguardFormula(text: string): string {
  return guarded.test(text) ? text.slice(1) : text;
}

/** Rows as CSV (RFC 4180): commas, quotes if needed, CRLF. Cells with formulas are guarded. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guardFormula(cell) : cell)));
  return stringify(cells, { record_delimiter: '\r\n' });
}
