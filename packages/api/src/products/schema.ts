import type { ById } from '@cartwright/kernel/by-id';
import { currency, id, labels, minorUnits, text, timestamp } from '@cartwright/kernel/fields';
import { oneOf } from '@cartwright/kernel/one-of';
import { pageInput, pageOf } from '@cartwright/kernel/paging';
import { z } from 'zod';
import { taxClass } from '../pricing/index.ts';

/** The variants that one product has at most. */
export const maxVariants = 100;

export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Enter lower-case letters, digits and single hyphens, such as blue-mug.')
  .max(100);

export const sku = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'Enter up to 64 letters, digits, dots, hyphens and underscores. Begin with a letter or a digit.',
  );

export const stock = z.number().int().min(0).max(1_000_000_000).describe('The quantity on hand');

export const weight = z
  .number()
  .int()
  .min(0)
  .max(10_000_000)
  .describe('The weight of one unit with its packaging, in grams, by which shipping is priced');

const thumbnail = z.object({ url: z.string(), width: z.number().int(), height: z.number().int() });

export const image = z
  .object({
    id,
    url: z.string(),
    width: z.number().int(),
    height: z.number().int(),
    thumbnails: z.array(thumbnail).describe('The same image in three smaller widths, the smallest first'),
  })
  .meta({ id: 'Image' });

const lowestPrice30Days = minorUnits
  .nullable()
  .describe(
    'The lowest price of the 30 days before the present price took effect. Null without `compareAtPrice`, or if this is the first price',
  );

export const variant = z
  .object({
    id,
    sku: z.string(),
    options: z.record(z.string(), z.string()).describe('Such as `{ "Size": "M" }`. Empty for a simple product'),
    price: minorUnits,
    compareAtPrice: minorUnits.nullable().describe('The former or recommended price'),
    lowestPrice30Days,
    weight: weight.nullable().describe('The weight of one unit with its packaging, in grams. Null if it is not known'),
    available: z.number().int().describe('The quantity that can be ordered: on hand less reserved'),
    version: z.number().int(),
    onHand: z.number().int().optional().describe('For admins and API keys only'),
    reserved: z.number().int().optional().describe('For admins and API keys only'),
    lowStockAt: z.number().int().nullable().optional().describe('For admins. Null if the number of the shop applies'),
  })
  .meta({ id: 'Variant' });

/** A shop has at most so many categories, because the list of categories shows all of them. */
export const mostCategories = 1_000;

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
    taxClass: z.string().describe('The class of goods by which its tax rates are chosen, such as `standard`'),
    price: minorUnits.describe('The lowest price of the variants, in minor units'),
    compareAtPrice: minorUnits
      .nullable()
      .describe('The former or recommended price of the variant with the lowest price'),
    lowestPrice30Days: lowestPrice30Days.describe('The `lowestPrice30Days` of that variant'),
    currency,
    priceIncludesTax: z
      .boolean()
      .describe('Whether its prices include tax, as `PRICES_INCLUDE_TAX` says. If not, an order adds it'),
    available: z.number().int().describe('The sum of its variants'),
    inStock: z.boolean(),
    images: z.array(image),
    imageUrl: z.string().nullable().describe('The URL of the first image'),
    variants: z.array(variant),
    version: z.number().int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Product' });

export const productPage = pageOf(product).meta({ id: 'ProductPage' });

const productSorts = ['newest', 'price', '-price', 'name'] as const;

/** Values of one name are alternatives. All names must match. */
const chosenLabels = z
  .record(
    text({ min: 1, max: 40 }),
    z
      .array(text({ min: 1, max: 200 }))
      .min(1)
      .max(50),
  )
  .refine((labels) => Object.keys(labels).length <= 10, 'names more than 10 names');

/**
 * `minPrice maxPrice inStock options` describe one variant. A product matches if a single variant meets all of them.
 */
const productFilters = {
  category: slug.optional().describe('The slug of a category'),
  minPrice: minorUnits.optional().describe('The lowest price of a variant'),
  maxPrice: minorUnits.optional().describe('The highest price of the same variant'),
  inStock: z.boolean().optional().describe('`true`: the same variant is available. `false`: it is sold out'),
  options: chosenLabels
    .optional()
    .describe(
      'The options of the same variant, such as `Size:M`. Values of one name are alternatives, and names are combined. At most 10 names. Case and accents do not matter',
    ),
  attributes: chosenLabels
    .optional()
    .describe('The attributes of the product, such as `material:wool`, by the same rules'),
  ids: z.array(id).min(1).max(100).optional(),
};

export const listProductsInput = z.strictObject({
  ...productFilters,
  sort: z
    .enum(productSorts)
    .default('newest')
    .describe(
      'The order of the items. `price` and `-price` sort by the lowest price of each product, regardless of filters',
    ),
  ...pageInput,
});

export const searchProductsInput = z.strictObject({
  q: text({ max: 500 }).describe(
    'Words that the name, a SKU or the description must contain, or have a word begin with',
  ),
  ...productFilters,
  sort: z
    .enum(['relevance', ...productSorts])
    .default('relevance')
    .describe(
      'The order of the items. `price` and `-price` sort by the lowest price of each product, regardless of filters',
    ),
  ...pageInput,
});

/** The names that a facet of options or attributes shows, and the values of each: those that most products have. */
export const mostNames = 20;
export const mostValues = 50;

const labelFacet = z.object({
  name: z.string(),
  values: z.array(z.object({ value: z.string(), count: z.number().int() })).max(mostValues),
});

export const facets = z
  .object({
    categories: z.array(categoryName.extend({ count: z.number().int() })).max(mostCategories),
    priceRanges: z.array(
      z.object({
        minPrice: minorUnits,
        maxPrice: minorUnits.nullable().describe('Null if the range is open. Both ends are part of the range'),
        count: z.number().int(),
      }),
    ),
    options: z
      .array(labelFacet)
      .max(mostNames)
      .describe(`The ${mostNames} most frequent options, each with its ${mostValues} most frequent values`),
    attributes: z.array(labelFacet).max(mostNames).describe('The same for attributes'),
  })
  .describe(
    'Each value has the number of products that a search would find with it instead of the chosen values of its facet',
  )
  .meta({ id: 'Facets' });

export const searchPage = pageOf(product).extend({ facets, total: z.number().int() }).meta({ id: 'SearchPage' });

export const namedProduct = { idOrSlug: text({ min: 1, max: 100 }).describe('The id or the slug of a product') };

export const getProductInput = z.strictObject(namedProduct);

const lowStockAt = stock.describe(
  'The available quantity at or below which the stock counts as low, instead of the number of the shop',
);

const newVariant = z.strictObject({
  sku: sku.optional().describe('Derived from the slug by default'),
  options: labels.default({}),
  price: minorUnits,
  compareAtPrice: minorUnits.optional(),
  stock: stock.default(0),
  lowStockAt: lowStockAt.optional(),
  weight: weight.optional(),
});

const simpleProduct = {
  sku: sku.optional().describe('For a simple product'),
  price: minorUnits.describe('For a simple product'),
  compareAtPrice: minorUnits.optional().describe('For a simple product'),
  stock: stock.optional().describe('For a simple product'),
  lowStockAt: lowStockAt.optional().describe('For a simple product'),
  weight: weight.optional().describe('In grams, for a simple product'),
};

export const createProductInput = oneOf(
  {
    name: text({ min: 1, max: 200 }),
    slug: slug
      .optional()
      .describe('Derived from the name by default. The server refuses words of its own paths, such as `search`'),
    description: text({ max: 10_000 }).default(''),
    category: slug.optional().describe('The slug of a category'),
    status: z.enum(['draft', 'active']).default('active'),
    attributes: labels.default({}),
    taxClass: taxClass.default('standard'),
  },
  [
    simpleProduct,
    {
      variants: z
        .array(newVariant)
        .min(1)
        .max(maxVariants)
        .describe('The variants, instead of the fields of a simple product'),
    },
  ],
  (given) =>
    given.includes('variants')
      ? { path: given.find((name) => name !== 'variants') ?? 'variants', message: 'Send this in each of `variants`.' }
      : { path: 'price', message: 'Send a price or `variants`.' },
);

const version = z.number().int().min(1).describe('The version that the change is based on');

export const updateProductInput = z.strictObject({
  ...namedProduct,
  version,
  name: text({ min: 1, max: 200 }).optional(),
  slug: slug.optional(),
  description: text({ max: 10_000 }).optional(),
  category: slug.nullable().optional().describe('The slug of a category, or null for none'),
  status: z.enum(['draft', 'active']).optional(),
  attributes: labels.optional().describe('The complete set, which replaces the current one'),
  taxClass: taxClass.optional(),
  sku: sku.optional().describe('For a simple product'),
  price: minorUnits.optional().describe('For a simple product'),
  compareAtPrice: minorUnits.nullable().optional().describe('For a simple product. Null for none'),
  lowStockAt: lowStockAt.nullable().optional().describe('For a simple product. Null for the number of the shop'),
  weight: weight.nullable().optional().describe('In grams, for a simple product. Null if it is not known'),
});

export const archiveProductInput = z.strictObject({ ...namedProduct, version: version.optional() });

export const createVariantInput = newVariant.extend(namedProduct);

export const updateVariantInput = z.strictObject({
  id: id.describe('The id of the variant'),
  version,
  sku: sku.optional(),
  options: labels.optional().describe('The complete set, which replaces the current one'),
  price: minorUnits.optional(),
  compareAtPrice: minorUnits.nullable().optional().describe('Null for none'),
  lowStockAt: lowStockAt.nullable().optional().describe('Null for the number of the shop'),
  weight: weight.nullable().optional().describe('In grams. Null if it is not known'),
});

export const removeVariantInput = z.strictObject({
  id: id.describe('The id of the variant'),
  version: version.optional(),
});

export const category = categoryName
  .extend({
    id: id.describe('UUIDv7, which promotions name'),
    count: z.number().int().describe('The number of active products in the category'),
    version: z.number().int(),
  })
  .meta({ id: 'Category' });

export const categoryList = z.object({ items: z.array(category).max(mostCategories) }).meta({ id: 'CategoryList' });

export const saveCategoryInput = z.strictObject({
  slug: slug.describe('The current slug of the category'),
  name: text({ min: 1, max: 100 }),
  newSlug: slug.optional().describe('The new slug'),
  version: version.optional(),
});

export const removeCategoryInput = z.strictObject({ slug, version: version.optional() });

export type Product = z.output<typeof product>;
export type Variant = z.output<typeof variant>;
export type Image = z.output<typeof image>;
export type Facets = z.output<typeof facets>;
export type Category = z.output<typeof category>;
export type ProductSort = (typeof productSorts)[number];
export type ListProductsInput = z.output<typeof listProductsInput>;
export type SearchProductsInput = z.output<typeof searchProductsInput>;
export type ProductFilters = Pick<ListProductsInput, keyof typeof productFilters>;
export type CreateProductInput = z.output<typeof createProductInput>;
export type NewVariantInput = z.output<typeof newVariant>;
export type UpdateProductInput = ById<z.output<typeof updateProductInput>, 'idOrSlug'>;
export type ArchiveProductInput = ById<z.output<typeof archiveProductInput>, 'idOrSlug'>;
export type CreateVariantInput = ById<z.output<typeof createVariantInput>, 'idOrSlug'>;
export type UpdateVariantInput = z.output<typeof updateVariantInput>;
export type RemoveVariantInput = z.output<typeof removeVariantInput>;
export type SaveCategoryInput = z.output<typeof saveCategoryInput>;
export type RemoveCategoryInput = z.output<typeof removeCategoryInput>;
