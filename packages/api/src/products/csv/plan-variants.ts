import type { Issues } from '@cartwright/kernel/csv/issues';
import type { ProductRecord, VariantRecord } from '../lock.ts';
import { optionsKey, skuOf } from '../names.ts';
import { addStale, addTaken, sameLabels } from './plan-issues.ts';
import type { FileProduct, FileRow } from './read-products.ts';

/** The fields of a variant's row that an import writes. */
export type VariantFields = Pick<VariantRecord, 'options' | 'price' | 'compareAtPrice' | 'lowStockAt' | 'weight'>;

export interface VariantEdit extends VariantFields {
  readonly before: VariantRecord;
  readonly areOptionsNew: boolean;
}

export interface VariantAddition extends VariantFields {
  readonly sku: string;
  readonly stock: number;
}

export interface StockPlan {
  readonly before: VariantRecord;
  /** The planned stock on hand. */
  readonly onHand: number;
  /** Whether the file names the variant's version. */
  readonly isVersioned: boolean;
}

export interface VariantPlan {
  readonly edits: VariantEdit[];
  readonly additions: VariantAddition[];
  readonly stock: StockPlan[];
  /** The variants after the import, including those that the file does not name. */
  readonly live: { readonly sku: string; readonly options: unknown; readonly price: number }[];
  /** The number of rows without a difference. */
  readonly kept: number;
  /** The position of the first addition, after the present variants. */
  readonly nextPosition: number;
}

/** Compares the rows of a product with its variants. */
export function planVariants(
  file: FileProduct,
  product: ProductRecord,
  present: readonly VariantRecord[],
  ownersOfSkus: ReadonlyMap<string, string>,
  issues: Issues,
): VariantPlan {
  const nextPosition = Math.max(-1, ...present.map(({ position }) => position)) + 1;
  const plan: VariantPlan = { edits: [], additions: [], stock: [], live: [], kept: 0, nextPosition };
  const named = new Set<string>();
  let kept = 0;
  for (const row of file.rows) {
    const variant = matchOf(row, present);
    if (variant && named.has(variant.id)) {
      issues.add(row.line, null, 'duplicate', 'An earlier row is about the same variant.');
      continue;
    }
    if (!variant) {
      const owner = row.cells.sku === undefined ? undefined : ownersOfSkus.get(row.cells.sku);
      if (owner !== undefined && owner !== product.id) addTaken(issues, row.line);
      plan.additions.push(additionOf(row, product, issues));
      continue;
    }
    named.add(variant.id);
    if (!planEdit(row, variant, plan, issues)) kept += 1;
  }
  for (const variant of present) {
    if (!named.has(variant.id) && variant.archivedAt === null) plan.live.push(variant);
  }
  plan.live.push(...plan.additions);
  return { ...plan, kept };
}

function matchOf(
  { cells: { sku, options = {} } }: FileRow,
  present: readonly VariantRecord[],
): VariantRecord | undefined {
  if (sku !== undefined) return present.find((variant) => variant.sku === sku);
  const key = optionsKey(options);
  return present.find((variant) => variant.archivedAt === null && variant.optionsKey === key);
}

function additionOf({ line, cells }: FileRow, { slug }: ProductRecord, issues: Issues): VariantAddition {
  const { options = {}, price, compareAtPrice = null, lowStockAt = null, weight = null, stock = 0 } = cells;
  if (price === undefined) issues.add(line, 'price', 'missing', 'Enter a price, because this variant is new.');
  const sku = cells.sku ?? skuOf(slug, options, 'unmistakable');
  return { sku, options, price: price ?? 0, compareAtPrice, lowStockAt, weight, stock };
}

/** Returns whether the row changes anything. */
function planEdit({ line, cells }: FileRow, before: VariantRecord, plan: VariantPlan, issues: Issues): boolean {
  const { version, onHand, reserved } = before;
  const after: VariantFields = {
    options: cells.options ?? before.options,
    price: cells.price ?? before.price,
    compareAtPrice: cells.compareAtPrice === undefined ? before.compareAtPrice : cells.compareAtPrice,
    lowStockAt: cells.lowStockAt === undefined ? before.lowStockAt : cells.lowStockAt,
    weight: cells.weight === undefined ? before.weight : cells.weight,
  };
  plan.live.push({ sku: before.sku, options: after.options, price: after.price });
  const areOptionsNew = !sameLabels(after.options, before.options);
  const isEdited =
    areOptionsNew ||
    before.archivedAt !== null ||
    after.price !== before.price ||
    after.compareAtPrice !== before.compareAtPrice ||
    after.lowStockAt !== before.lowStockAt ||
    after.weight !== before.weight;
  const { stock = onHand } = cells;
  if (isEdited) plan.edits.push({ ...after, before, areOptionsNew });
  if (stock !== onHand) plan.stock.push({ before, onHand: stock, isVersioned: cells.variantVersion !== undefined });
  if (!isEdited && stock === onHand) return false;
  if (cells.variantVersion !== undefined && cells.variantVersion !== version) {
    addStale(issues, line, 'variantVersion', version);
  } else if (stock < reserved) {
    issues.add(line, 'stock', 'STOCK_RESERVED', `Enter at least ${reserved}, the quantity that orders have reserved.`);
  }
  return true;
}
