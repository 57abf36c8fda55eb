import type { Transaction } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { refuseStale } from '@cartwright/kernel/stale';
import { and, eq, isNull, max, min } from 'drizzle-orm';
import { keepFormerPrices } from './former-prices.ts';
import { reindexProducts } from './search/reindex-products.ts';

/** The topic announced after a change that public pages show, except stock changed by orders. */
export const catalogueTopic = 'catalogue';

export function announceCatalogue(tx: Transaction): void {
  tx.announce({ topic: catalogueTopic, detail: '' });
}

export type ProductRecord = Transaction['tables']['products']['$inferSelect'];
export type VariantRecord = Transaction['tables']['variants']['$inferSelect'];

/**
 * Locks a product in this transaction. Other edits of the product, its variants or images wait, and then see this one.
 * Orders do not wait.
 *
 * @param version the version that the edit is based on
 * @throws NOT_FOUND, STALE_VERSION
 */
export async function lockProduct(
  tx: Transaction,
  { id, version, at }: { id: string; version?: number | undefined; at: Date },
): Promise<ProductRecord> {
  const { products } = tx.tables;
  const [product] = await tx.update(products).set({ updatedAt: at }).where(eq(products.id, id)).returning();
  if (!product) throw kernelFailures.NOT_FOUND({});
  refuseStale(product, version);
  return product;
}

/**
 * Locks a variant and its product in this transaction.
 *
 * @throws NOT_FOUND also if the variant is archived, STALE_VERSION
 */
export async function lockVariant(
  tx: Transaction,
  { id, version, at }: { id: string; version?: number | undefined; at: Date },
): Promise<{ product: ProductRecord; variant: VariantRecord }> {
  const { variants } = tx.tables;
  const live = and(eq(variants.id, id), isNull(variants.archivedAt));
  const [found] = await tx.select({ productId: variants.productId }).from(variants).where(live);
  if (!found) throw kernelFailures.NOT_FOUND({});
  const product = await lockProduct(tx, { id: found.productId, at });
  const [variant] = await tx.update(variants).set({ updatedAt: at }).where(live).returning();
  if (!variant) throw kernelFailures.NOT_FOUND({});
  refuseStale(variant, version);
  return { product, variant };
}

/** Updates the data derived from a product and its variants. Every edit calls it last. */
export async function settleProduct(
  tx: Transaction,
  { id, priceFrom, priceTo, updatedAt }: ProductRecord,
): Promise<void> {
  const { products, variants } = tx.tables;
  const [range] = await tx
    .select({ lowest: min(variants.price), highest: max(variants.price) })
    .from(variants)
    .where(and(eq(variants.productId, id), isNull(variants.archivedAt)));
  const [lowest, highest] = [range?.lowest ?? priceFrom, range?.highest ?? priceTo];
  const isRepriced = lowest !== priceFrom;
  if (isRepriced) await keepFormerPrices(tx, [{ id, priceFrom }], updatedAt);
  if (isRepriced || highest !== priceTo) {
    await tx
      .update(products)
      .set({
        priceFrom: lowest,
        priceTo: highest,
        ...(isRepriced && { repricedIn: tx.snapshots.change(products.repricedIn) }),
      })
      .where(eq(products.id, id));
  }
  await reindexProducts(tx, [id]);
  announceCatalogue(tx);
}
