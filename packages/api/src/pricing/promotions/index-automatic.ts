import type { PriceLine, Promotion } from '../types.ts';

/** Automatic promotions by the product or the category that they need, so that a cart meets few of them. */
export interface PromotionIndex {
  readonly everywhere: readonly Promotion[];
  readonly byId: ReadonlyMap<string, readonly Promotion[]>;
}

export function indexPromotions(promotions: readonly Promotion[]): PromotionIndex {
  const everywhere: Promotion[] = [];
  const byId = new Map<string, Promotion[]>();
  for (const promotion of promotions) {
    const ids = neededIds(promotion);
    if (ids === null) everywhere.push(promotion);
    for (const id of ids ?? []) byId.set(id, [...(byId.get(id) ?? []), promotion]);
  }
  return { everywhere, byId };
}

/** The products and categories of which an order needs at least one. Null if any goods will do. */
function neededIds({ rule, conditions }: Promotion): readonly string[] | null {
  if (rule.kind === 'products') return rule.productIds;
  if (rule.kind === 'categories') return rule.categoryIds;
  const { productIds, categoryIds } = rule.kind === 'buy_x_get_y' ? rule.buy : conditions;
  if (productIds || categoryIds) return [...(productIds ?? []), ...(categoryIds ?? [])];
  return conditions.productIds ?? conditions.categoryIds ?? null;
}

/** The promotions that the goods of an order can fit, each once. */
export function automaticFor(
  { everywhere, byId }: PromotionIndex,
  lines: readonly Pick<PriceLine, 'productId' | 'categoryId'>[],
): ReadonlySet<Promotion> {
  const found = new Set(everywhere);
  for (const { productId, categoryId } of lines) {
    for (const promotion of byId.get(productId) ?? []) found.add(promotion);
    for (const promotion of byId.get(categoryId ?? '') ?? []) found.add(promotion);
  }
  return found;
}
