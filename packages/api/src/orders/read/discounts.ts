import type { Adjustment } from '../../pricing/index.ts';

/** The discounts of an order by label, in the order of their rows. The amounts are above 0. */
export function discountsOf(adjustments: readonly Adjustment[]): { label: string; amount: number }[] {
  const sums = new Map<string, number>();
  for (const { kind, label, amount } of adjustments) {
    if (kind === 'discount') sums.set(label, (sums.get(label) ?? 0) - amount);
  }
  return [...sums].map(([label, amount]) => ({ label, amount }));
}
