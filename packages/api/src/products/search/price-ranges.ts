import { maxAmount } from '../../kernel/fields.ts';
import { exponentOf } from '../../kernel/money.ts';

export interface PriceRange {
  readonly minPrice: number;
  /** Null is without an end. Both ends count in, so that they can be used as filters as they are. */
  readonly maxPrice: number | null;
}

/** Where a range may begin, in minor units: 1, 2, 5, 10, 20, 50 … */
const edges = Array.from({ length: Math.log10(maxAmount) }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

/** Ranges as people think of prices: up to 5, 10, 20, 50, 100 … of the currency. */
export function priceRanges(currency: string): PriceRange[] {
  const unit = 10 ** exponentOf(currency);
  const starts = [0, ...edges.filter((edge) => edge >= 5 * unit)];
  return starts.map((minPrice, index) => {
    const next = starts[index + 1];
    return { minPrice, maxPrice: next === undefined ? null : next - 1 };
  });
}

/** How many of these are above no price: less than 64. The ranges of every currency consist of whole steps. */
export function priceStepOf(price: number): number {
  return edges.filter((edge) => edge <= price).length;
}

/** The lowest price of a step. */
export function startOfStep(step: number): number {
  return edges[step - 1] ?? 0;
}
