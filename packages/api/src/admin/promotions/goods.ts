import type { Transaction } from '@cartwright/db';
import { type InputIssue, kernelFailures } from '@cartwright/kernel/failures';
import { inArray } from 'drizzle-orm';
import type { PromotionConditions, PromotionInput, PromotionRule } from '../../pricing/index.ts';

interface Goods {
  readonly productIds?: readonly string[] | undefined;
  readonly categoryIds?: readonly string[] | undefined;
}

/**
 * Refuses ids that name no product or category, and an amount off that is more than a product costs.
 *
 * @throws VALIDATION
 */
export async function refuseWrongGoods(
  tx: Transaction,
  { rule, conditions }: { readonly [Part in 'rule' | 'conditions']?: PromotionInput[Part] | undefined },
): Promise<void> {
  const { products, categories } = tx.tables;
  const parts = goodsOf(rule, conditions);
  const productIds = distinct(parts.flatMap(([, goods]) => goods.productIds ?? []));
  const categoryIds = distinct(parts.flatMap(([, goods]) => goods.categoryIds ?? []));
  const found = { productIds: new Set<string>(), categoryIds: new Set<string>() };
  let cheapest: { name: string; price: number } | undefined;
  if (productIds.length > 0) {
    const rows = await tx
      .select({ id: products.id, name: products.name, price: products.priceTo })
      .from(products)
      .where(inArray(products.id, productIds));
    found.productIds = new Set(rows.map(({ id }) => id));
    const named = rule?.kind === 'products' ? new Set(rule.productIds) : new Set<string>();
    [cheapest] = rows.filter(({ id }) => named.has(id)).sort((one, other) => one.price - other.price);
  }
  if (categoryIds.length > 0) {
    const rows = await tx.select({ id: categories.id }).from(categories).where(inArray(categories.id, categoryIds));
    found.categoryIds = new Set(rows.map(({ id }) => id));
  }
  const issues = parts.flatMap(([path, goods]) => [
    ...unknown(`${path}.productIds`, goods.productIds, found.productIds, 'product'),
    ...unknown(`${path}.categoryIds`, goods.categoryIds, found.categoryIds, 'category'),
  ]);
  if (rule?.kind === 'products' && rule.off.kind === 'amount' && cheapest && rule.off.amount > cheapest.price) {
    const message = `Enter at most ${cheapest.price}, which is the highest price of ${cheapest.name}.`;
    issues.push({ path: 'rule.off.amount', message, code: 'too_big' });
  }
  if (issues.length > 0) throw kernelFailures.VALIDATION({ issues });
}

/** The parts of a promotion that name goods, with their paths. */
function goodsOf(rule?: PromotionRule, conditions?: PromotionConditions): (readonly [path: string, goods: Goods])[] {
  const ofConditions = conditions ? [['conditions', conditions] as const] : [];
  switch (rule?.kind) {
    case 'products':
    case 'categories':
      return [['rule', rule], ...ofConditions];
    case 'buy_x_get_y':
      return [['rule.buy', rule.buy], ['rule.get', rule.get], ...ofConditions];
    default:
      return ofConditions;
  }
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

function unknown(
  path: string,
  ids: readonly string[] | undefined,
  known: ReadonlySet<string>,
  noun: string,
): InputIssue[] {
  return (ids ?? []).flatMap((id, index) =>
    known.has(id) ? [] : { path: `${path}.${index}`, message: `There is no ${noun} with this id.`, code: 'unknown' },
  );
}
