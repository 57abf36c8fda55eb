import { indexPromotions, type PromotionIndex } from './promotions/index-automatic.ts';
import { indexRates, type RateIndex } from './tax/rates.ts';
import type { StoredFacts } from './types.ts';

/** The facts of a store, indexed for `price`. */
export interface PricingFacts extends Omit<StoredFacts, 'rates' | 'automatic'> {
  readonly rates: RateIndex;
  readonly automatic: PromotionIndex;
}

/** Indexes facts once, so that the cost of a price does not grow with the number of rates and promotions. */
export function preparePricing(stored: StoredFacts): PricingFacts {
  return { ...stored, rates: indexRates(stored.rates), automatic: indexPromotions(stored.automatic) };
}
