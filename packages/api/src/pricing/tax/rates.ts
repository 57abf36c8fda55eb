import { groupBy } from '../group-by.ts';
import { type Destination, everyCountry } from '../places.ts';
import type { TaxRate } from '../types.ts';

/** Rates by class, country and postal prefix, so that looking one up does not depend on how many there are. */
export type RateIndex = ReadonlyMap<string, readonly TaxRate[]>;

const keyOf = (taxClass: string, country: string, prefix: string) => `${taxClass} ${country} ${prefix}`;

export function indexRates(rates: readonly TaxRate[]): RateIndex {
  return groupBy(rates, (rate) => keyOf(rate.taxClass, rate.country, rate.postalPrefix ?? ''));
}

/**
 * The rates of a class at a destination: of those that replace others the one for the smallest place, then those that
 * add. A class without rates there is taxed as `standard`, because too little tax is the store's loss. Only `zero`
 * stays untaxed.
 */
export function ratesAt(index: RateIndex, destination: Destination, taxClass: string): readonly TaxRate[] {
  return ratesOfClass(index, destination, taxClass) ?? standardRates(index, destination, taxClass);
}

function standardRates(index: RateIndex, destination: Destination, taxClass: string): readonly TaxRate[] {
  return taxClass === 'zero' ? [] : (ratesOfClass(index, destination, 'standard') ?? []);
}

/** The rates of exactly this class at a destination, or null if it has none there. */
export function ratesOfClass(index: RateIndex, destination: Destination, taxClass: string): readonly TaxRate[] | null {
  const fitting = fittingRates(index, destination, taxClass);
  if (fitting.length === 0) return null;
  const replacing = fitting.filter(({ mode }) => mode === 'replaces').sort(bySmallestPlace);
  const adding = fitting.filter(({ mode }) => mode === 'adds').sort(byAge);
  const [first] = replacing;
  return first && !isOutside(first, replacing) ? [first, ...adding] : adding;
}

function fittingRates(index: RateIndex, { country, region, postalCode }: Destination, taxClass: string): TaxRate[] {
  const fitting = [...(index.get(keyOf(taxClass, everyCountry, '')) ?? [])];
  for (let length = 0; length <= Math.min(postalCode?.length ?? 0, 10); length += 1) {
    fitting.push(...(index.get(keyOf(taxClass, country, postalCode?.slice(0, length) ?? '')) ?? []));
  }
  return fitting.filter((rate) => rate.region === null || rate.region === region);
}

const lengthOf = ({ postalPrefix }: TaxRate) => postalPrefix?.length ?? 0;
const byAge = (one: TaxRate, other: TaxRate) => (one.id < other.id ? -1 : 1);

function bySmallestPlace(one: TaxRate, other: TaxRate): number {
  return (
    lengthOf(other) - lengthOf(one) ||
    Number(one.region === null) - Number(other.region === null) ||
    Number(one.country === everyCountry) - Number(other.country === everyCountry) ||
    byAge(one, other)
  );
}

/** A rate of 0 that replaces a higher one of its country marks a territory outside that tax, such as the Canaries. */
function isOutside(rate: TaxRate, replacing: readonly TaxRate[]): boolean {
  if (rate.basisPoints > 0 || (rate.region === null && rate.postalPrefix === null)) return false;
  return replacing.some(({ country, basisPoints }) => country === rate.country && basisPoints > 0);
}
