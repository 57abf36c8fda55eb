import { maxAmount } from '@cartwright/kernel/fields';
import { exponentOf } from '@cartwright/kernel/money';

export interface PriceRange {
  readonly minPrice: number;
  /** Null means no end. Both ends are inclusive, like the filters. */
  readonly maxPrice: number | null;
}

/** Possible beginnings of ranges, in minor units: 1, 2, 5, 10, 20, 50 … */
const edges = Array.from({ length: Math.log10(maxAmount) }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

/** Customary price ranges: up to 5, 10, 20, 50, 100 … of the currency. */
export function priceRanges(currency: string): PriceRange[] {
  const unit = 10 ** exponentOf(currency);
  const starts = [0, ...edges.filter((edge) => edge >= 5 * unit)];
  return starts.map((minPrice, index) => {
    const next = starts[index + 1];
    return { minPrice, maxPrice: next === undefined ? null : next - 1 };
  });
}

/** The number of edges at or below a price, less than 64. The ranges of every currency consist of whole steps. */
export function priceStepOf(price: number): number {
  return edges.filter((edge) => edge <= price).length;
}

/** The lowest price of a step. */
export function startOfStep(step: number): number {
  return edges[step - 1] ?? 0;
}
