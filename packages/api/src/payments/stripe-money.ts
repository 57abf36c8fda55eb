import { exponentOf } from '../kernel/money.ts';

/** https://docs.stripe.com/currencies: the currencies that Stripe counts whole, and in thousandths. It counts all others in hundredths. */
const whole = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const thousandths = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/**
 * An amount in the units of Stripe's API, which are not always the currency's own: 5 ISK are 500 there.
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

/** The amount in the shop's minor units. @throws {RangeError} it is none of them exactly */
export function fromStripeUnits(units: number, currency: string): number {
  const amount = units / 10 ** exponentDifference(currency);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${units} of Stripe's units are no amount in ${currency}.`);
  return amount;
}

function exponentDifference(currency: string): number {
  const stripeExponent = whole.has(currency) ? 0 : thousandths.has(currency) ? 3 : 2;
  return stripeExponent - exponentOf(currency);
}
