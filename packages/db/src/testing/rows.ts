import { randomUUID } from 'node:crypto';
import type { Tables } from '../tables/index.ts';

const at = new Date('2026-03-01T10:00:00.123Z');

/** Valid rows, for tests about something else. */
export function productRow(values: Partial<Tables['products']['$inferInsert']> = {}) {
  const id = randomUUID();
  return {
    id,
    slug: `product-${id}`,
    name: 'Lamp',
    nameKey: 'lamp',
    description: '',
    status: 'active' as const,
    attributes: {},
    priceFrom: 1_000,
    priceTo: 1_000,
    createdAt: at,
    updatedAt: at,
    ...values,
  };
}

export function variantRow(
  values: Pick<Tables['variants']['$inferInsert'], 'productId'> & Partial<Tables['variants']['$inferInsert']>,
) {
  const id = randomUUID();
  return {
    id,
    sku: `SKU-${id}`,
    options: {},
    optionsKey: '',
    price: 1_000,
    onHand: 10,
    position: 0,
    createdAt: at,
    updatedAt: at,
    ...values,
  };
}

export function categoryRow(values: Partial<Tables['categories']['$inferInsert']> = {}) {
  const id = randomUUID();
  return { id, slug: `category-${id}`, name: 'Lamps', createdAt: at, updatedAt: at, ...values };
}
