import { exponentOf } from '@cartwright/kernel/money';

/**
 * The currencies that Stripe counts in whole units and in thousandths. It counts all others in hundredths. See
 * https://docs.stripe.com/currencies.
 */
const whole = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const thousandths = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/**
 * Converts an amount to the units of Stripe's API, which can differ from the currency's own: 5 ISK are 500 there.
 *
 * @param amount minor units, as everywhere in the shop
 * @returns undefined for an amount that Stripe cannot take exactly, such as 1.234 KWD, whose last digit must be 0
 * @example
 * toStripeUnits(500, 'JPY'); // 500
 */
export function toStripeUnits(amount: number, currency: string): number | undefined {
  const units = amount * 10 ** exponentDifference(currency);
  const isTakeable = Number.isSafeInteger(units) && (!thousandths.has(currency) || units % 10 === 0);
  return isTakeable ? units : undefined;
}

/**
 * Converts Stripe's units to the shop's minor units. @throws {RangeError} the amount has no exact value in minor units
 */
export function fromStripeUnits(units: number, currency: string): number {
  const amount = units / 10 ** exponentDifference(currency);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${units} of Stripe's units are no amount in ${currency}.`);
  return amount;
}

function exponentDifference(currency: string): number {
  const stripeExponent = whole.has(currency) ? 0 : thousandths.has(currency) ? 3 : 2;
  return stripeExponent - exponentOf(currency);
}
