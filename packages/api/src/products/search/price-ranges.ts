import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { maxAmount } from '../../kernel/fields.ts';
import { exponentOf } from '../../kernel/money.ts';

export interface PriceRange {
  readonly minPrice: number;
  /** Null is without an end. Both ends count in, so that they can be used as filters as they are. */
  readonly maxPrice: number | null;
}

/** Ranges as people think of prices: up to 5, 10, 20, 50, 100 … of the currency. */
export function priceRanges(currency: string): PriceRange[] {
  const unit = 10 ** exponentOf(currency);
  const edges = [0];
  for (let power = 1; power * unit <= maxAmount; power *= 10) {
    for (const step of [1, 2, 5]) {
      const edge = step * power * unit;
      if (edge >= 5 * unit && edge < maxAmount) edges.push(edge);
    }
  }
  return edges.map((minPrice, index) => {
    const next = edges[index + 1];
    return { minPrice, maxPrice: next === undefined ? null : next - 1 };
  });
}

/** The number of the range that a price is in. */
export function rangeOf(price: SQLWrapper, ranges: readonly PriceRange[]): SQL<number> {
  const cases = ranges.map(({ maxPrice }, index) =>
    maxPrice === null
      ? sql.raw(`else ${index}`)
      : sql`when ${price} <= ${sql.raw(String(maxPrice))} then ${sql.raw(String(index))}`,
  );
  return sql<number>`case ${sql.join(cases, sql` `)} end`;
}
