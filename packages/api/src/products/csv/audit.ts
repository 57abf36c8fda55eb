import type { AuditedChange } from '@cartwright/kernel/audit';
import { type AuditedVariant, productTarget, variantFacts, variantTarget } from '../audit.ts';
import type { NewProduct } from '../insert.ts';
import type { VariantRecord } from '../lock.ts';
import type { ProductChange } from './plan.ts';
import type { StockPlan, VariantEdit } from './plan-variants.ts';

/** The slugs of an import's categories by their ids. */
export type CategorySlugs = ReadonlyMap<string, string>;

export function createdProduct(
  id: string,
  { variants, ...product }: NewProduct,
  slugs: CategorySlugs,
  reason: string,
): AuditedChange {
  const { slug } = product;
  const facts = variants.map(({ stock, ...variant }) => ({ ...variant, onHand: stock }));
  const after = { slug, ...factsOf(product, slugs), variants: facts };
  return { target: productTarget({ id, slug }), before: null, after, reason };
}

export function editedProduct({ before, after }: ProductChange, slugs: CategorySlugs, reason: string): AuditedChange {
  return { target: productTarget(before), before: factsOf(before, slugs), after: factsOf(after, slugs), reason };
}

export function createdVariant(
  variant: Omit<AuditedVariant, 'archivedAt'> & { readonly id: string },
  onHand: number,
  reason: string,
): AuditedChange {
  const after = variantFacts({ ...variant, onHand, archivedAt: null });
  return { target: variantTarget(variant), before: null, after, reason };
}

/** The planned edit of a variant and its planned stock on hand. */
interface VariantChange {
  readonly before: VariantRecord;
  readonly edit?: VariantEdit | undefined;
  readonly stock?: StockPlan;
}

/** Edits and changes of stock by the ids of their variants. */
export function changesOfVariants(
  edits: readonly VariantEdit[],
  stock: readonly StockPlan[],
): ReadonlyMap<string, VariantChange> {
  const changes = new Map<string, VariantChange>();
  for (const edit of edits) changes.set(edit.before.id, { before: edit.before, edit });
  for (const one of stock) {
    changes.set(one.before.id, { before: one.before, edit: changes.get(one.before.id)?.edit, stock: one });
  }
  return changes;
}

/** @param onHand the quantity before the change, read under the lock, because orders may have shipped since the plan */
export function changedVariant({ before, edit, stock }: VariantChange, onHand: number, reason: string): AuditedChange {
  const { options, price, compareAtPrice, lowStockAt, weight } = edit ?? before;
  const archivedAt = edit ? null : before.archivedAt;
  const edited = { ...before, options, price, compareAtPrice, lowStockAt, weight, archivedAt };
  return {
    target: variantTarget(before),
    before: variantFacts({ ...before, onHand }),
    after: variantFacts({ ...edited, onHand: stock?.onHand ?? onHand }),
    reason,
  };
}

function factsOf(
  product: Pick<NewProduct, 'name' | 'description' | 'categoryId' | 'status' | 'taxClass'> & {
    readonly attributes: unknown;
  },
  slugs: CategorySlugs,
) {
  const { name, description, categoryId, status, attributes, taxClass = 'standard' } = product;
  const category = categoryId === null ? null : (slugs.get(categoryId) ?? null);
  return { name, description, category, status, attributes, taxClass };
}
