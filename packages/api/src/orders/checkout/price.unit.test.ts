import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxAmount, maxQuantity } from '../../kernel/fields.ts';
import { readSettings } from '../../kernel/settings.ts';
import { priceOrder } from './price.ts';

const settings = { shippingPrice: 490, freeShippingFrom: 5_000, taxBasisPoints: 825 };
const priceOf = (...lines: [unitPrice: number, quantity: number][]) =>
  priceOrder(
    lines.map(([unitPrice, quantity]) => ({ unitPrice, quantity })),
    settings,
  );

test('tax is rounded half up once for each line, and never for each piece', () => {
  // The tax on 6 cents is 0.495 cents. It rounds to zero for each of three lines, and to one cent for one line of
  // three.
  expect(priceOf([6_000, 1]).tax).toBe(495);
  expect(priceOf([6_000, 1], [6, 3]).tax).toBe(495 + 1);
  expect(priceOf([6_000, 1], [6, 1], [6, 1], [6, 1]).tax).toBe(495);
  // The tax on 2 dollars is 16.5 cents.
  expect(priceOf([6_000, 1], [200, 1]).tax).toBe(495 + 17);
});

test('shipping ends at its limit, is taxed like a line, and nothing costs nothing', () => {
  expect(priceOf([4_999, 1])).toEqual({ subtotal: 4_999, discount: 0, shipping: 490, tax: 412 + 40, total: 5_941 });
  expect(priceOf([5_000, 1])).toEqual({ subtotal: 5_000, discount: 0, shipping: 0, tax: 413, total: 5_413 });
  expect(priceOf().total).toBe(0);
});

test('whatever is bought, the total is its parts, and each line is off by half a unit of tax at most', () => {
  const price = fc.integer({ min: 0, max: 100_000_000_000 });
  const line = fc.record({ unitPrice: price, quantity: fc.integer({ min: 1, max: 99 }) });
  const rates = fc.record({
    shippingPrice: fc.integer({ min: 0, max: 100_000 }),
    freeShippingFrom: fc.integer({ min: 0, max: 100_000 }),
    taxBasisPoints: fc.integer({ min: 0, max: 10_000 }),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), rates, (lines, given) => {
      const { subtotal, discount, shipping, tax, total } = priceOrder(lines, given);
      expect(Number.isSafeInteger(total)).toBe(true);
      expect(total).toBe(subtotal - discount + shipping + tax);
      const exact = BigInt(subtotal + shipping) * BigInt(given.taxBasisPoints);
      const off = BigInt(tax) * 10_000n - exact;
      expect(off <= 5_000n * BigInt(lines.length + 1) && off >= -5_000n * BigInt(lines.length + 1)).toBe(true);
    }),
  );
});

test('the largest order that can be placed has amounts that are exact numbers', () => {
  const largest = { SHIPPING_PRICE: String(maxAmount), FREE_SHIPPING_FROM: String(100 * maxQuantity * maxAmount) };
  const settings = readSettings({ ...largest, TAX_BASIS_POINTS: '10000' });
  expect(() => readSettings({ SHIPPING_PRICE: String(maxAmount + 1) })).toThrow(/SHIPPING_PRICE/);
  const line = { unitPrice: maxAmount, quantity: maxQuantity };
  for (const count of [99, 100]) {
    const { subtotal, shipping, tax, total } = priceOrder(
      Array.from({ length: count }, () => line),
      settings,
    );
    expect(BigInt(subtotal)).toBe(BigInt(count) * BigInt(maxQuantity) * BigInt(maxAmount));
    expect(BigInt(total)).toBe(BigInt(subtotal) + BigInt(shipping) + BigInt(tax));
    expect(Number.isSafeInteger(total)).toBe(true);
  }
});
