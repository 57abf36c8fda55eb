import { exponentOf } from '@cartwright/kernel/money';
import { expect, test } from 'vitest';
import { fromStripeUnits, toStripeUnits } from './stripe-money.ts';

test.each([
  ['USD', 2_999, 2_999],
  ['JPY', 500, 500],
  // These currencies have no decimals, except at Stripe.
  ['ISK', 5, 500],
  ['KWD', 5_120, 5_120],
])('in %s, %i minor units are %i at Stripe', (currency, amount, units) => {
  expect(toStripeUnits(amount, currency)).toBe(units);
  expect(fromStripeUnits(units, currency)).toBe(amount);
});

test('an amount in thousandths whose last digit is not 0 cannot be taken', () => {
  expect(toStripeUnits(5_124, 'KWD')).toBeUndefined();
});

test('whatever the currency, what is taken reads as the same money', () => {
  for (const currency of Intl.supportedValuesOf('currency')) {
    const amount = 1_230 * 10 ** exponentOf(currency);
    const units = toStripeUnits(amount, currency);
    if (units !== undefined) expect([currency, fromStripeUnits(units, currency)]).toEqual([currency, amount]);
  }
});

test('units that are no whole amount are refused, not rounded', () => {
  expect(() => fromStripeUnits(501, 'ISK')).toThrow(RangeError);
});
