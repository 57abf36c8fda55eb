import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardFormula, toCsv, unguardFormula } from './csv.ts';

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1+1',
  "'=1+1",
  "''=1",
  '＝1+1',
  '=cmd|"/C calc"!A0',
  '=HYPERLINK("http://x.example","y")',
])('%j is no formula once it is written, and itself again once it is read', (text) => {
  const written = guardFormula(text);
  expect(written).toBe(`'${text}`);
  expect(unguardFormula(written)).toBe(text);
});

test.each(['Mug', "it's", "'quoted'", "'", '1-2', 'a=b', '', ' ', '\u00a0x', '5'])('%j stays as it is', (text) => {
  expect(guardFormula(text)).toBe(text);
  expect(unguardFormula(text)).toBe(text);
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'\'"=+-@\t\r\n,; \uFEFFaü🛒') }),
);

test('whatever is written is read again as it was, and no cell begins like a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.array(nasty, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
      const cells = parse(toCsv(rows), { record_delimiter: '\r\n' });
      expect(cells.map((row) => row.map(unguardFormula))).toEqual(rows);
      for (const cell of cells.flat()) expect(cell).not.toMatch(/^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u);
    }),
    { numRuns: 500 },
  );
});
