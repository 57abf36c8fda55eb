import type { Adjustment } from '../../pricing/index.ts';

/** A part of an order's price, in minor units. */
interface LabelledAmount {
  readonly label: string;
  readonly amount: number;
}

/** The amounts of a kind of adjustment by label, in the order of the rows. */
export function sumsByLabel(adjustments: readonly Adjustment[], wanted: Adjustment['kind']): LabelledAmount[] {
  const sums = new Map<string, number>();
  for (const { kind, label, amount } of adjustments) {
    if (kind === wanted) sums.set(label, (sums.get(label) ?? 0) + amount);
  }
  return [...sums].map(([label, amount]) => ({ label, amount }));
}

/** The discounts of an order by label. The amounts are above 0. */
export function discountsOf(adjustments: readonly Adjustment[]): LabelledAmount[] {
  return sumsByLabel(adjustments, 'discount').map(({ label, amount }) => ({ label, amount: 0 - amount }));
}
