import type { Reader, Transaction } from '@cartwright/db';
import type { IsReserved } from '@cartwright/kernel/reserved-words';
import { asc, inArray } from 'drizzle-orm';
import { groupBy } from '../group-by.ts';
import type { ProductRecord, VariantRecord } from '../lock.ts';
import type { FileProduct } from './read-products.ts';

/** The shop's data on the products in a file. */
export interface CatalogueState {
  /** Products by slug. */
  readonly products: ReadonlyMap<string, ProductRecord>;
  /** Variants by product id, in their order, including removed ones. */
  readonly variants: ReadonlyMap<string, readonly VariantRecord[]>;
  /** The product ids of the SKUs in the file. */
  readonly ownersOfSkus: ReadonlyMap<string, string>;
  /** Category ids by slug. */
  readonly categories: ReadonlyMap<string, string>;
  readonly isReserved: IsReserved;
}

export async function readState(
  read: Reader | Transaction,
  files: readonly FileProduct[],
  shared: Pick<CatalogueState, 'categories' | 'isReserved'>,
): Promise<CatalogueState> {
  const { products, variants } = read.tables;
  const slugs = files.map(({ slug }) => slug);
  const skus = files.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.sku ?? []));
  const found = await read.select().from(products).where(inArray(products.slug, slugs));
  const ids = found.map(({ id }) => id);
  const theirs = await read
    .select()
    .from(variants)
    .where(inArray(variants.productId, ids))
    .orderBy(asc(variants.productId), asc(variants.position));
  const owners = await read
    .select({ sku: variants.sku, productId: variants.productId })
    .from(variants)
    .where(inArray(variants.sku, skus));
  return {
    products: new Map(found.map((product) => [product.slug, product])),
    variants: groupBy(theirs, ({ productId }) => productId),
    ownersOfSkus: new Map(owners.map(({ sku, productId }) => [sku, productId])),
    ...shared,
  };
}

export async function readCategories(read: Reader | Transaction): Promise<Map<string, string>> {
  const { categories } = read.tables;
  const rows = await read.select({ slug: categories.slug, id: categories.id }).from(categories);
  return new Map(rows.map(({ slug, id }) => [slug, id]));
}
