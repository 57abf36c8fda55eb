import type { Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import { newId } from '@cartwright/kernel/ids';
import { announceCatalogue } from './lock.ts';
import { optionsKey, sortKey } from './names.ts';
import { recordFirstPrices } from './price-history.ts';
import { indexProducts } from './search/index-products.ts';
import { enterStock } from './stock.ts';

export interface NewVariant {
  readonly sku: string;
  readonly options: Record<string, string>;
  readonly price: number;
  readonly compareAtPrice?: number | undefined;
  readonly lowStockAt?: number | undefined;
  /** In grams. */
  readonly weight?: number | undefined;
  readonly stock: number;
}

export interface NewProduct {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly categoryId: string | null;
  readonly status: 'draft' | 'active' | 'archived';
  readonly attributes: Record<string, string>;
  /** `standard` by default. */
  readonly taxClass?: string | undefined;
  readonly variants: readonly NewVariant[];
}

/**
 * Adds products with their variants, the ledger rows of their first stock and their search documents, in a few
 * statements for all of them.
 */
export async function insertProducts(
  tx: Transaction,
  newProducts: readonly NewProduct[],
  facts: { readonly actor: Actor; readonly at: Date; readonly reference?: string | undefined },
): Promise<string[]> {
  const { products, variants } = tx.tables;
  const times = { createdAt: facts.at, updatedAt: facts.at };

  const rows = newProducts.map((product) => {
    const productId = newId();
    return {
      product: {
        id: productId,
        slug: product.slug,
        name: product.name,
        nameKey: sortKey(product.name),
        description: product.description,
        categoryId: product.categoryId,
        status: product.status,
        attributes: product.attributes,
        taxClass: product.taxClass ?? 'standard',
        priceFrom: Math.min(...product.variants.map(({ price }) => price)),
        priceTo: Math.max(...product.variants.map(({ price }) => price)),
        ...times,
      },
      variants: product.variants.map((variant, position) => ({
        id: newId(),
        productId,
        sku: variant.sku,
        options: variant.options,
        optionsKey: optionsKey(variant.options),
        price: variant.price,
        compareAtPrice: variant.compareAtPrice ?? null,
        lowStockAt: variant.lowStockAt ?? null,
        weight: variant.weight ?? null,
        onHand: variant.stock,
        position,
        ...times,
      })),
    };
  });

  await tx.insert(products).values(rows.map(({ product }) => product));
  const newVariants = rows.flatMap((row) => row.variants);
  await tx.insert(variants).values(newVariants);
  await recordFirstPrices(tx, newVariants, facts.at);
  const stocked = newVariants.filter(({ onHand }) => onHand > 0);
  await enterStock(
    tx,
    stocked.map(({ id, onHand }) => ({ variantId: id, onHand, onHandAfter: onHand, reservedAfter: 0 })),
    { ...facts, reason: 'received' },
  );
  await indexProducts(
    tx,
    rows
      .filter(({ product }) => product.status === 'active')
      .map((row) => ({
        ...row.product,
        variants: row.variants.map(({ onHand, ...variant }) => ({ ...variant, available: onHand })),
      })),
  );
  announceCatalogue(tx);
  return rows.map(({ product }) => product.id);
}
