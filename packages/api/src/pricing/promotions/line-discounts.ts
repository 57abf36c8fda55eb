import { shareOf } from '@cartwright/kernel/money';
import type { PromotionRule } from '../schema.ts';
import type { PriceLine } from '../types.ts';

/** The discount of a rule on one line. */
export interface LineDiscount {
  readonly amount: number;
  readonly base: number;
  readonly basisPoints: number | null;
}

type LineRule = Extract<PromotionRule, { kind: 'products' | 'categories' | 'buy_x_get_y' }>;

export function isLineRule(rule: PromotionRule): rule is LineRule {
  return rule.kind === 'products' || rule.kind === 'categories' || rule.kind === 'buy_x_get_y';
}

/** The discount of a rule on each line, by the index of the line. Lines without a discount are left out. */
export function lineDiscounts(rule: LineRule, lines: readonly PriceLine[]): Map<number, LineDiscount> {
  const discounts = rule.kind === 'buy_x_get_y' ? freeUnits(rule, lines) : lines.map((line) => unitsOff(rule, line));
  return new Map([...discounts.entries()].filter(([, { amount }]) => amount > 0));
}

const none: LineDiscount = { amount: 0, base: 0, basisPoints: null };

function unitsOff(rule: Exclude<LineRule, { kind: 'buy_x_get_y' }>, line: PriceLine): LineDiscount {
  const { unitPrice, quantity } = line;
  if (!isAmong(line, rule)) return none;
  const base = unitPrice * quantity;
  return rule.off.kind === 'percent'
    ? percentOf(base, rule.off.basisPoints)
    : { amount: Math.min(rule.off.amount, unitPrice) * quantity, base, basisPoints: null };
}

function percentOf(base: number, basisPoints: number): LineDiscount {
  return { amount: shareOf(base, basisPoints), base, basisPoints };
}

interface Goods {
  readonly productIds?: readonly string[] | undefined;
  readonly categoryIds?: readonly string[] | undefined;
}

const namesGoods = ({ productIds, categoryIds }: Goods) => productIds !== undefined || categoryIds !== undefined;

/** Without ids, any goods are among them. */
function isAmong({ productId, categoryId }: PriceLine, goods: Goods): boolean {
  if (!namesGoods(goods)) return true;
  return (
    (goods.productIds?.includes(productId) ?? false) ||
    (categoryId !== null && (goods.categoryIds?.includes(categoryId) ?? false))
  );
}

/** No unit counts both as bought and as the one that costs less. */
function freeUnits(
  { buy, get }: Extract<LineRule, { kind: 'buy_x_get_y' }>,
  lines: readonly PriceLine[],
): LineDiscount[] {
  const wanted = namesGoods(get) ? get : buy;
  const bought = lines.map((line) => (isAmong(line, buy) ? line.quantity : 0));
  const cheapest = [...lines.entries()]
    .filter(([, line]) => isAmong(line, wanted))
    .sort(([, one], [, other]) => one.unitPrice - other.unitPrice);

  /** How many units of each line cost less if the offer is used so often. */
  const takenBy = (times: number): number[] => {
    const taken = lines.map(() => 0);
    let left = times * get.quantity;
    for (const [index, { quantity }] of cheapest) {
      taken[index] = Math.min(left, quantity);
      left -= taken[index];
    }
    return taken;
  };
  const isPossible = (times: number): boolean => {
    const taken = takenBy(times);
    const remaining = bought.reduce((sum, quantity, index) => sum + Math.max(0, quantity - (taken[index] ?? 0)), 0);
    return sum(taken) === times * get.quantity && remaining >= times * buy.quantity;
  };
  const taken = takenBy(greatest(isPossible, sum(lines.map(({ quantity }) => quantity))));
  return lines.map(({ unitPrice }, index) => percentOf(unitPrice * (taken[index] ?? 0), get.basisPoints));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The greatest number up to `limit` that is possible, where all below a possible one are possible too. */
function greatest(isPossible: (number: number) => boolean, limit: number): number {
  let [possible, impossible] = [0, limit + 1];
  while (impossible - possible > 1) {
    const middle = Math.floor((possible + impossible) / 2);
    if (isPossible(middle)) possible = middle;
    else impossible = middle;
  }
  return possible;
}
