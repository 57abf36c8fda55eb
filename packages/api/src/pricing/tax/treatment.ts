import type { Destination } from '../places.ts';
import type { StoredFacts, TaxRate } from '../types.ts';
import { type RateIndex, ratesAt, ratesOfClass } from './rates.ts';

/** How goods of a tax class are taxed. */
export interface Treatment {
  readonly rates: readonly TaxRate[];
  /** Why the price goes down by the tax instead of containing it. Null if the tax is charged. */
  readonly notCharged: 'export' | 'intra-community supply' | null;
}

export interface Taxation extends Pick<StoredFacts, 'pricesIncludeTax' | 'exportPrices' | 'store'> {
  readonly index: RateIndex;
  readonly destination: Destination;
  /** An intra-community supply to a confirmed VAT number. */
  readonly exempt: boolean;
}

const untaxed: Treatment = { rates: [], notCharged: null };

export function treatmentOf(taxation: Taxation, taxClass: string): Treatment {
  const rates = ratesAt(taxation.index, taxation.destination, taxClass);
  return rates.length > 0 ? atDestination(taxation, rates) : abroad(taxation, taxClass);
}

/** The treatment of shipping if the destination has rates for it. Null if shipping follows the goods. */
export function shippingTreatment(taxation: Taxation): Treatment | null {
  const rates = ratesOfClass(taxation.index, taxation.destination, 'shipping');
  return rates && rates.length > 0 ? atDestination(taxation, rates) : null;
}

/** The treatment of the part of shipping that follows goods with this one. */
export function followingTreatment(taxation: Taxation, goods: Treatment): Treatment {
  if (goods.notCharged !== 'export') return goods;
  const home = homeOf(taxation);
  const rates = home && ratesOfClass(taxation.index, home, 'shipping');
  return rates && rates.length > 0 ? { rates, notCharged: 'export' } : goods;
}

function atDestination({ exempt, pricesIncludeTax }: Taxation, rates: readonly TaxRate[]): Treatment {
  if (!exempt) return { rates, notCharged: null };
  return pricesIncludeTax ? { rates, notCharged: 'intra-community supply' } : untaxed;
}

/** A destination without a rate: the price of the catalogue, or that price less the tax of the store's own country. */
function abroad(taxation: Taxation, taxClass: string): Treatment {
  const home = homeOf(taxation);
  if (!home || !taxation.pricesIncludeTax || taxation.exportPrices === 'same') return untaxed;
  const notCharged = taxation.exempt ? 'intra-community supply' : 'export';
  return { rates: ratesAt(taxation.index, home, taxClass), notCharged };
}

function homeOf({ store }: Taxation): Destination | null {
  return store.country === null ? null : { country: store.country, region: store.region, postalCode: null };
}
