import { allocate, shareOf } from '@cartwright/kernel/money';
import type { PriceLine, Promotion } from '../types.ts';
import { isLineRule, type LineDiscount, lineDiscounts } from './line-discounts.ts';

/** A promotion that fits an order. */
export interface Candidate {
  readonly promotion: Promotion;
  /** The code that brought it in. Null if it is automatic. */
  readonly code: string | null;
  readonly budget: number | null;
}

export interface Discount extends LineDiscount {
  readonly by: Candidate;
  /** The index of the line. Null for shipping. */
  readonly line: number | null;
}

export interface Combination {
  readonly discounts: readonly Discount[];
  readonly total: number;
  readonly candidates: readonly Candidate[];
  /** Left out, because they would take off more than is left of their budgets. */
  readonly overBudget: readonly Candidate[];
}

/** Lower priority first, then older. */
export function byRank({ promotion: one }: Candidate, { promotion: other }: Candidate): number {
  return one.priority - other.priority || (one.id < other.id ? -1 : 1);
}

/** Combines the discounts of candidates, which are in the order of `byRank`. */
export function combine(
  candidates: readonly Candidate[],
  lines: readonly PriceLine[],
  shippingPrice: number,
): Combination {
  const discounts = discountsOf(candidates, lines, shippingPrice);
  const totals = new Map<Candidate, number>();
  for (const { by, amount } of discounts) totals.set(by, (totals.get(by) ?? 0) + amount);
  for (const [candidate, total] of totals) {
    if (candidate.budget === null || total <= candidate.budget) continue;
    const others = candidates.filter((one) => one !== candidate);
    const { overBudget, ...without } = combine(others, lines, shippingPrice);
    return { ...without, overBudget: [candidate, ...overBudget] };
  }
  const total = [...totals.values()].reduce((sum, amount) => sum + amount, 0);
  return { discounts, total, candidates, overBudget: [] };
}

function discountsOf(candidates: readonly Candidate[], lines: readonly PriceLine[], shippingPrice: number): Discount[] {
  const onLines = bestOfLines(candidates, lines);
  const left = lines.map(({ unitPrice, quantity }) => unitPrice * quantity);
  for (const { line, amount } of onLines) if (line !== null) left[line] = (left[line] ?? 0) - amount;
  return [...onLines, ...ofOrder(candidates, left), ...ofShipping(candidates, shippingPrice)];
}

/** For each line the discount that takes most off. Of equal ones the first by rank counts. */
function bestOfLines(candidates: readonly Candidate[], lines: readonly PriceLine[]): Discount[] {
  const best = lines.map((): Discount | null => null);
  for (const by of candidates) {
    if (!isLineRule(by.promotion.rule)) continue;
    for (const [line, discount] of lineDiscounts(by.promotion.rule, lines)) {
      if (discount.amount > (best[line]?.amount ?? 0)) best[line] = { ...discount, by, line };
    }
  }
  return best.filter((discount) => discount !== null);
}

/** Discounts of the order, by rank, each on what those before it left. */
function ofOrder(candidates: readonly Candidate[], before: readonly number[]): Discount[] {
  const left = [...before];
  return candidates.flatMap((by) => {
    const { rule } = by.promotion;
    if (rule.kind !== 'order') return [];
    const goods = left.reduce((sum, amount) => sum + amount, 0);
    const basisPoints = rule.off.kind === 'percent' ? rule.off.basisPoints : null;
    const amount =
      rule.off.kind === 'percent' ? shareOf(goods, rule.off.basisPoints) : Math.min(rule.off.amount, goods);
    return [...allocate(amount, left).entries()].flatMap(([line, part]): Discount[] => {
      const base = left[line] ?? 0;
      left[line] = base - part;
      return part > 0 ? [{ by, line, amount: part, base, basisPoints }] : [];
    });
  });
}

function ofShipping(candidates: readonly Candidate[], price: number): Discount[] {
  const by = candidates.find(({ promotion }) => promotion.rule.kind === 'free_shipping');
  return by && price > 0 ? [{ by, line: null, amount: price, base: price, basisPoints: 10_000 }] : [];
}
