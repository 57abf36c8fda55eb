import { groupBy } from '../group-by.ts';
import type { CodeReason, EnteredCode, PricedCode, PriceLine, PriceRequest, PromotionUse } from '../types.ts';
import { byRank, type Candidate, type Combination, combine, type Discount } from './combine.ts';
import { reasonAgainst } from './conditions.ts';
import { automaticFor, type PromotionIndex } from './index-automatic.ts';
import { isLineRule, lineDiscounts } from './line-discounts.ts';

export interface Applied {
  readonly discounts: readonly Discount[];
  readonly codes: readonly PricedCode[];
  readonly uses: readonly PromotionUse[];
}

/** The promotions that count for an order: all that combine, or an exclusive one that takes off more than they do. */
export function applyPromotions(
  request: PriceRequest,
  lines: readonly PriceLine[],
  index: PromotionIndex,
  shippingPrice: number,
): Applied {
  const order = { ...request, lines };
  const entered = enteredCodes(order);
  const candidates: Candidate[] = entered.flatMap(({ code, promotion, reason }) =>
    promotion && reason === null ? [{ promotion, code, budget: budgetOf(request, promotion.id) }] : [],
  );
  for (const promotion of automaticFor(index, lines)) {
    const isEntered = candidates.some((one) => one.promotion.id === promotion.id);
    if (isEntered || reasonAgainst(promotion, order, false) !== null) continue;
    candidates.push({ promotion, code: null, budget: budgetOf(request, promotion.id) });
  }
  const combinations = combinationsOf(candidates.sort(byRank), lines, shippingPrice);
  const best = combinations.reduce((best, other) => (other.total > best.total ? other : best));
  const uses = usesOf(best.discounts);
  const codes = entered.map(({ code, promotion, reason: before }): PricedCode => {
    const promotionId = promotion?.id ?? null;
    const own = before === null ? uses.find((use) => use.code === code) : undefined;
    const reason =
      before ??
      reasonAfter(
        candidates.find((one) => one.code === code),
        best,
        combinations,
        own,
      );
    return { code, promotionId, reason, discount: own?.discount ?? 0 };
  });
  return { discounts: best.discounts, codes, uses };
}

const budgetOf = ({ left }: PriceRequest, promotionId: string) => left.get(promotionId)?.budget ?? null;

/** Each code with the reason why its promotion does not fit. Two codes of one promotion count as one. */
function enteredCodes(order: PriceRequest): (EnteredCode & { readonly reason: CodeReason | null })[] {
  const accepted = new Set<string>();
  return order.codes.map((entry) => {
    const { promotion } = entry;
    const isRepeated = promotion !== null && accepted.has(promotion.id);
    const reason = isRepeated ? 'not_combinable' : reasonOfCode(entry, order);
    if (promotion && reason === null) accepted.add(promotion.id);
    return { ...entry, reason };
  });
}

function reasonOfCode({ promotion, usesLeft = 1 }: EnteredCode, order: PriceRequest): CodeReason | null {
  if (!promotion) return 'unknown';
  const reason = reasonAgainst(promotion, order, true) ?? (usesLeft <= 0 ? 'used_up' : null);
  if (reason !== null || !isLineRule(promotion.rule)) return reason;
  return lineDiscounts(promotion.rule, order.lines).size === 0 ? 'items' : null;
}

/** All that combine, then each exclusive one alone. */
function combinationsOf(
  candidates: readonly Candidate[],
  lines: readonly PriceLine[],
  shippingPrice: number,
): [Combination, ...Combination[]] {
  const shared = candidates.filter(({ promotion }) => !promotion.exclusive);
  const exclusive = candidates.filter(({ promotion }) => promotion.exclusive);
  return [
    combine(shared, lines, shippingPrice),
    ...exclusive.map((candidate) => combine([candidate], lines, shippingPrice)),
  ];
}

/** Why a promotion that fits does not count beside the others. */
function reasonAfter(
  candidate: Candidate | undefined,
  best: Combination,
  combinations: readonly Combination[],
  use: PromotionUse | undefined,
): CodeReason | null {
  if (!candidate || use) return null;
  if (combinations.some(({ overBudget }) => overBudget.includes(candidate))) return 'used_up';
  const takesPart = best.candidates.includes(candidate) && !isLineRule(candidate.promotion.rule);
  return takesPart ? null : 'not_combinable';
}

function usesOf(discounts: readonly Discount[]): PromotionUse[] {
  const byCandidate = groupBy(discounts, ({ by }) => by);
  return [...byCandidate].map(([{ promotion, code }, own]) => ({
    promotionId: promotion.id,
    code,
    discount: own.reduce((sum, { amount }) => sum + amount, 0),
  }));
}
