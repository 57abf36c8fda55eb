import { type Transaction, violatedUnique } from '@cartwright/db';
import { kernelFailures } from '@cartwright/kernel/failures';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { productFailures } from './errors.ts';
import type { VariantRecord } from './lock.ts';
import { optionsKey } from './names.ts';
import { recordNewPrices } from './price-history.ts';

/** The variants of a product that are not archived, in their order. */
export function liveVariants(tx: Transaction, productId: string): Promise<VariantRecord[]> {
  const { variants } = tx.tables;
  return tx
    .select()
    .from(variants)
    .where(and(eq(variants.productId, productId), isNull(variants.archivedAt)))
    .orderBy(asc(variants.position))
    .then((rows) => rows);
}

/** The editable fields of a variant. Undefined fields stay unchanged. */
export interface VariantFields {
  readonly sku?: string | undefined;
  readonly options?: Record<string, string> | undefined;
  readonly price?: number | undefined;
  readonly compareAtPrice?: number | null | undefined;
  readonly lowStockAt?: number | null | undefined;
  readonly weight?: number | null | undefined;
}

/**
 * Writes fields of a variant and increments its version. A new price goes into the price history.
 *
 * @throws SKU_TAKEN, VALIDATION another variant of its product has the same options
 */
export async function writeVariant(
  tx: Transaction,
  variant: VariantRecord,
  fields: VariantFields,
  at: Date,
): Promise<void> {
  const { variants } = tx.tables;
  const { sku, options, price, compareAtPrice, lowStockAt, weight } = fields;
  await tx
    .update(variants)
    .set({
      ...(sku !== undefined && { sku }),
      ...(options !== undefined && { options, optionsKey: optionsKey(options) }),
      ...(price !== undefined && { price }),
      ...(compareAtPrice !== undefined && { compareAtPrice }),
      ...(lowStockAt !== undefined && { lowStockAt }),
      ...(weight !== undefined && { weight }),
      // Increments in the statement, because stock may have changed since the read.
      version: sql`${variants.version} + 1`,
    })
    .where(eq(variants.id, variant.id))
    .catch((error: unknown) => {
      throw variantRefusal(error, sku ?? variant.sku);
    });
  const isRepriced = price !== undefined && price !== variant.price;
  if (isRepriced) await recordNewPrices(tx, [{ id: variant.id, price }], at);
}

/** Translates a failed write of a variant into its failure. */
export function variantRefusal(error: unknown, sku: string): unknown {
  const column = violatedUnique(error);
  if (column === 'variants.sku') return productFailures.SKU_TAKEN({ sku });
  if (column !== 'variants.product_id,options_key') return error;
  const message = 'Choose other options. Another variant of this product has these.';
  return kernelFailures.VALIDATION({ issues: [{ path: 'options', message, code: 'duplicate' }] });
}
