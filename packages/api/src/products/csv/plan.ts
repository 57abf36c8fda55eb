import type { Issues } from '@cartwright/kernel/csv/issues';
import { slugProblem } from '../chosen-slug.ts';
import type { NewProduct } from '../insert.ts';
import type { ProductRecord } from '../lock.ts';
import { optionsKey, skuOf } from '../names.ts';
import { maxVariants } from '../schema.ts';
import { addStale, addTaken, sameLabels } from './plan-issues.ts';
import { planVariants, type VariantPlan } from './plan-variants.ts';
import type { FileProduct } from './read-products.ts';
import type { CatalogueState } from './state.ts';

/** A product of the shop and its planned state. */
export interface ProductChange {
  readonly before: ProductRecord;
  /** Equal to `before` if only variants change. */
  readonly after: Pick<ProductRecord, 'name' | 'description' | 'categoryId' | 'status' | 'attributes' | 'taxClass'>;
  readonly isEdited: boolean;
  readonly variants: VariantPlan;
}

/** The planned action for one product of a file. */
export type ProductPlan =
  | { readonly kind: 'create'; readonly product: NewProduct }
  | { readonly kind: 'change'; readonly rows: number; readonly change: ProductChange }
  | { readonly kind: 'keep'; readonly variants: number };

/**
 * Compares a product of a file with the shop, without writing. Adds every obstacle to `issues`.
 *
 * @returns undefined if there was an issue
 */
export function planProduct(file: FileProduct, state: CatalogueState, issues: Issues): ProductPlan | undefined {
  const before = issues.count;
  const product = state.products.get(file.slug);
  const plan = product ? planChange(file, product, state, issues) : planNew(file, state, issues);
  return issues.count > before ? undefined : plan;
}

function planNew(file: FileProduct, state: CatalogueState, issues: Issues): ProductPlan {
  const [first] = file.rows;
  const problem = slugProblem(state.isReserved, '/products/{idOrSlug}', file.slug);
  if (problem !== undefined) issues.add(first?.line ?? 0, 'slug', 'reserved', problem);
  const { name, description = '', status = 'active', attributes = {}, taxClass } = first?.cells ?? {};
  const line = first?.line ?? 0;
  if (name === undefined) issues.add(line, 'name', 'missing', 'Enter a name, because this product is new.');
  const categoryId = categoryOf(file, state, issues) ?? null;
  const variants = file.rows.map(({ cells, line: own }) => {
    const { options = {}, price, compareAtPrice, stock = 0, lowStockAt, weight } = cells;
    if (price === undefined) issues.add(own, 'price', 'missing', 'Enter a price, because this variant is new.');
    if (cells.sku !== undefined && state.ownersOfSkus.has(cells.sku)) addTaken(issues, own);
    const sku = cells.sku ?? skuOf(file.slug, options, 'unmistakable');
    return {
      sku,
      options,
      price: price ?? 0,
      compareAtPrice: compareAtPrice ?? undefined,
      lowStockAt: lowStockAt ?? undefined,
      weight: weight ?? undefined,
      stock,
    };
  });
  refuseTooMany(file, variants.length, issues);
  const keys = new Set(variants.map(({ options }) => optionsKey(options)));
  if (keys.size < variants.length) addSameOptions(file, issues);
  const fields = { name: name ?? '', description, categoryId, status, attributes, taxClass };
  const product = { slug: file.slug, ...fields, variants };
  return { kind: 'create', product };
}

function planChange(file: FileProduct, before: ProductRecord, state: CatalogueState, issues: Issues): ProductPlan {
  const [first] = file.rows;
  const { name, description, status, attributes, taxClass, version } = first?.cells ?? {};
  const categoryId = categoryOf(file, state, issues);
  const after = {
    name: name ?? before.name,
    description: description ?? before.description,
    categoryId: categoryId === undefined ? before.categoryId : categoryId,
    status: status ?? before.status,
    attributes: attributes ?? before.attributes,
    taxClass: taxClass ?? before.taxClass,
  };
  const isEdited =
    after.name !== before.name ||
    after.description !== before.description ||
    after.categoryId !== before.categoryId ||
    after.status !== before.status ||
    after.taxClass !== before.taxClass ||
    !sameLabels(after.attributes, before.attributes);
  if (isEdited && version !== undefined && version !== before.version) {
    addStale(issues, first?.line ?? 0, 'version', before.version);
  }
  const present = state.variants.get(before.id) ?? [];
  const variants = planVariants(file, before, present, state.ownersOfSkus, issues);
  refuseTooMany(file, variants.live.length, issues);
  const keys = new Set(variants.live.map(({ options }) => optionsKey(options as Record<string, string>)));
  if (keys.size < variants.live.length) addSameOptions(file, issues);
  const isKept = !isEdited && variants.edits.length + variants.additions.length + variants.stock.length === 0;
  return isKept
    ? { kind: 'keep', variants: file.rows.length }
    : { kind: 'change', rows: file.rows.length, change: { before, after, isEdited, variants } };
}

/** Undefined if the file has no category cell, null for no category. */
function categoryOf({ rows: [first] }: FileProduct, state: CatalogueState, issues: Issues): string | null | undefined {
  const { category } = first?.cells ?? {};
  if (category === undefined || category === null) return category;
  const id = state.categories.get(category);
  if (id === undefined) {
    const message = `There is no category ${category}. Create it first, or leave this cell empty.`;
    issues.add(first?.line ?? 0, 'category', 'unknown_category', message);
  }
  return id;
}

function refuseTooMany({ rows: [first] }: FileProduct, count: number, issues: Issues): void {
  if (count <= maxVariants) return;
  issues.add(
    first?.line ?? 0,
    null,
    'too_many',
    `A product has at most ${maxVariants} variants. This one would have ${count}, so split it.`,
  );
}

function addSameOptions({ rows }: FileProduct, issues: Issues): void {
  const message = 'Choose other options. Another variant of this product, perhaps one outside this file, has these.';
  issues.add(rows[0]?.line ?? 0, 'options', 'duplicate', message);
}
