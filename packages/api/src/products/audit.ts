import type { AuditedChange, AuditFacts } from '@cartwright/kernel/audit';
import type { VariantRecord } from './lock.ts';
import type { Product } from './schema.ts';

/** A product in the audit log, without its variants, which have their own entries. */
export function productFacts(product: Product): AuditFacts {
  const { name, slug, description, category, status, attributes, taxClass } = product;
  const { variants, images } = product;
  return {
    name,
    slug,
    description,
    category: category?.slug ?? null,
    status,
    attributes,
    taxClass,
    variants: variants.map(
      ({ id: _id, available: _available, version: _version, lowestPrice30Days: _lowest, ...fields }) => fields,
    ),
    images: images.map(({ id }) => id),
  };
}

export function productTarget({ id, slug }: Pick<Product, 'id' | 'slug'>): AuditedChange['target'] {
  return { type: 'product', id, label: slug };
}

/** The editable fields of a variant. */
export type AuditedVariant = Pick<
  VariantRecord,
  'sku' | 'options' | 'price' | 'compareAtPrice' | 'lowStockAt' | 'weight' | 'onHand' | 'archivedAt'
>;

export function variantFacts(variant: AuditedVariant): AuditFacts {
  const { sku, options, price, compareAtPrice, lowStockAt, weight, onHand, archivedAt } = variant;
  return { sku, options, price, compareAtPrice, lowStockAt, weight, onHand, isArchived: archivedAt !== null };
}

export function variantTarget({ id, sku }: Pick<VariantRecord, 'id' | 'sku'>): AuditedChange['target'] {
  return { type: 'variant', id, label: sku };
}
