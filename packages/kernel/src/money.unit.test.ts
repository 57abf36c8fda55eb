import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, exponentOf, formatMoney, fromDecimal, shareOf, toDecimal } from './money.ts';

const amount = fc.integer({ min: 0, max: 100_000_000_000 });
const weights = fc.array(fc.integer({ min: 0, max: 100_000_000_000 }), { minLength: 1, maxLength: 100 });

describe('allocate', () => {
  test('gives parts that add up to the amount exactly', () => {
    fc.assert(
      fc.property(amount, weights, (whole, shares) => {
        expect(allocate(whole, shares).reduce((sum, part) => sum + part, 0)).toBe(whole);
      }),
    );
  });

  test('gives nobody less than the share rounded down, or more than it rounded up', () => {
    fc.assert(
      fc.property(amount, weights, (whole, shares) => {
        const sum = shares.reduce((total, share) => total + BigInt(share), 0n);
        fc.pre(sum > 0n);
        allocate(whole, shares).forEach((part, index) => {
          const product = BigInt(whole) * BigInt(shares[index] ?? 0);
          expect(BigInt(part)).toBeGreaterThanOrEqual(product / sum);
          expect(BigInt(part)).toBeLessThanOrEqual((product + sum - 1n) / sum);
        });
      }),
    );
  });

  test('gives the rest to those who lost most, the earlier one of equals', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(10, [1, 3, 6])).toEqual([1, 3, 6]);
    expect(allocate(7, [1, 2, 1])).toEqual([2, 3, 2]);
    expect(allocate(5, [0, 0])).toEqual([5, 0]);
  });
});

describe('a share', () => {
  test('is rounded half up, and exact for the largest amounts', () => {
    expect(shareOf(1_000, 825)).toBe(83);
    expect(shareOf(200, 25)).toBe(1);
    expect(shareOf(199, 25)).toBe(0);
    expect(shareOf(9_900_000_000_000, 10_000)).toBe(9_900_000_000_000);
  });
});

describe('currencies', () => {
  test('have 0, 2 or 3 decimals', () => {
    expect(['JPY', 'USD', 'KWD', 'HUF', 'IQD'].map(exponentOf)).toEqual([0, 2, 3, 2, 3]);
  });

  test('are written with them', () => {
    expect(formatMoney(2_999, 'USD')).toBe('$29.99');
    expect(formatMoney(2_999, 'JPY')).toBe('¥2,999');
    expect(formatMoney(2_999, 'KWD').replaceAll(/\s/g, ' ')).toBe('KWD 2.999');
  });
});

test.each([
  [0, 'USD', '0.00'],
  [5, 'USD', '0.05'],
  [2_999, 'USD', '29.99'],
  [-250, 'USD', '-2.50'],
  [1_250, 'JPY', '1250'],
  [1_250, 'KWD', '1.250'],
  [100_000_000_000, 'USD', '1000000000.00'],
])('%i of %s are %s for a program', (minorUnits, currency, decimal) => {
  expect(toDecimal(minorUnits, currency)).toBe(decimal);
  expect(fromDecimal(decimal, currency)).toBe(minorUnits < 0 ? undefined : minorUnits);
});

test('decimals may be left out, and whatever could be read in two ways is no amount', () => {
  expect(['12', '12.5', '012.50'].map((text) => fromDecimal(text, 'USD'))).toEqual([1_200, 1_250, 1_250]);
  const wrong = ['', '.5', '5.', '1,50', '1 000', '1,000.00', '1e3', '$5', '+5', '1.005', 'NaN', '٣', '1'.repeat(13)];
  expect(wrong.map((text) => fromDecimal(text, 'USD'))).toEqual(wrong.map(() => undefined));
  expect(fromDecimal('12.5', 'JPY')).toBeUndefined();
});
