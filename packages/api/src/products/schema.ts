import { z } from 'zod';
import { currency, id, labels, minorUnits, text, timestamp } from '../kernel/fields.ts';
import { pageInput, pageOf } from '../kernel/paging.ts';

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens')
  .max(100);

export const sku = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'use letters, digits, dots, hyphens and underscores');

export const stock = z.number().int().min(0).max(1_000_000_000).describe('Pieces on hand');

export const image = z
  .object({ id, url: z.string(), width: z.number().int(), height: z.number().int() })
  .meta({ id: 'Image' });

export const variant = z
  .object({
    id,
    sku: z.string(),
    options: z.record(z.string(), z.string()).describe('Such as `{ "Size": "M" }`; empty for a simple product'),
    price: minorUnits,
    compareAtPrice: minorUnits.nullable().describe('The former or recommended price'),
    available: z.number().int().describe('Pieces that can be ordered: on hand less reserved'),
    version: z.number().int(),
    onHand: z.number().int().optional().describe('For admins'),
    reserved: z.number().int().optional().describe('For admins'),
  })
  .meta({ id: 'Variant' });

export const categoryName = z.object({ slug: z.string(), name: z.string() });

export const product = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    category: categoryName.nullable(),
    status: z.enum(['draft', 'active', 'archived']),
    attributes: z.record(z.string(), z.string()),
    price: minorUnits.describe('The lowest price of its variants, in minor units'),
    compareAtPrice: minorUnits.nullable().describe('That of the variant with the lowest price'),
    currency,
    available: z.number().int().describe('The sum over its variants'),
    inStock: z.boolean(),
    images: z.array(image),
    imageUrl: z.string().nullable().describe('The first picture'),
    variants: z.array(variant),
    version: z.number().int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Product' });

export const productPage = pageOf(product).meta({ id: 'ProductPage' });

export const productSorts = ['newest', 'price', '-price', 'name'] as const;

export const listProductsInput = z.strictObject({
  category: slug.optional().describe("A category's slug"),
  minPrice: minorUnits.optional(),
  maxPrice: minorUnits.optional(),
  inStock: z.boolean().optional(),
  ids: z.array(id).min(1).max(100).optional(),
  sort: z.enum(productSorts).default('newest'),
  ...pageInput,
});

export const getProductInput = z.strictObject({
  idOrSlug: z.string().min(1).max(100).describe('The id or the slug of a product'),
});

const newVariant = z.strictObject({
  sku: sku.optional().describe('Made from the slug when left out'),
  options: labels.default({}),
  price: minorUnits,
  compareAtPrice: minorUnits.optional(),
  stock: stock.default(0),
});

export const createProductInput = z
  .strictObject({
    name: text({ min: 1, max: 200 }),
    slug: slug.optional().describe('Made from the name when left out'),
    description: text({ max: 10_000 }).default(''),
    category: slug.optional().describe("A category's slug"),
    status: z.enum(['draft', 'active']).default('active'),
    attributes: labels.default({}),
    sku: sku.optional().describe('Of a simple product'),
    price: minorUnits.optional().describe('Of a simple product'),
    compareAtPrice: minorUnits.optional().describe('Of a simple product'),
    stock: stock.optional().describe('Of a simple product'),
    variants: z.array(newVariant).min(1).max(100).optional().describe('Instead of `sku price compareAtPrice stock`'),
  })
  .superRefine((input, context) => {
    const simple = (['sku', 'price', 'compareAtPrice', 'stock'] as const).filter((field) => input[field] !== undefined);
    if (input.variants && simple.length > 0) {
      context.addIssue({ code: 'custom', path: [simple[0] ?? ''], message: 'give this in each of `variants`' });
    }
    if (!input.variants && input.price === undefined) {
      context.addIssue({ code: 'custom', path: ['price'], message: 'give a price, or `variants`' });
    }
  });

export const ledgerInput = z.strictObject({ id: id.describe("A variant's id"), ...pageInput });

export const ledgerEntry = z
  .object({
    id: z.number().int().describe('Grows with time'),
    reason: z.string().describe('Such as `received`, `reserved`, `released`, `shipped`'),
    onHandChange: z.number().int(),
    reservedChange: z.number().int(),
    onHandAfter: z.number().int(),
    reservedAfter: z.number().int(),
    actor: z.string().describe('Who did it: `user:<id>`, `job:<name>` or `cli`'),
    orderId: id.nullable(),
    note: z.string().nullable(),
    createdAt: timestamp,
  })
  .meta({ id: 'LedgerEntry' });

export const ledgerPage = pageOf(ledgerEntry).meta({ id: 'LedgerPage' });

export type LedgerInput = z.output<typeof ledgerInput>;
export type LedgerEntry = z.output<typeof ledgerEntry>;
export type Product = z.output<typeof product>;
export type Variant = z.output<typeof variant>;
export type ListProductsInput = z.output<typeof listProductsInput>;
export type CreateProductInput = z.output<typeof createProductInput>;
export type NewVariantInput = z.output<typeof newVariant>;
