import { thumbnailKey, thumbnailWidths } from '@cartwright/adapters/images';
import { listOf, prepared, type Reader, type Transaction } from '@cartwright/db';
import type { GuestContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { imageUrl } from '@cartwright/kernel/image-url';
import type { Shop } from '@cartwright/kernel/shop';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { groupBy } from './group-by.ts';
import type { Image, Product, Variant } from './schema.ts';

const storedLabels = z.record(z.string(), z.string());

/** The columns of a product without its variants and images. */
export function productColumns({ products, categories }: Reader['tables']) {
  return { product: products, category: { slug: categories.slug, name: categories.name } };
}

type Tables = Reader['tables'];

export interface ProductRow {
  readonly product: Tables['products']['$inferSelect'];
  readonly category: { slug: string; name: string } | null;
}

/** Whether the caller may see data for admins. */
export function audienceOf({ signedIn }: GuestContext): 'public' | 'admin' {
  return signedIn?.user.role === 'admin' ? 'admin' : 'public';
}

const findVariants = prepared(
  'variants of products',
  ({ variants }) => ({ productIds: listOf(variants.productId) }),
  (read, { productIds }) => {
    const { variants: v } = read.tables;
    const { id, productId, sku, options, version, weight, onHand, reserved, lowStockAt } = v;
    const prices = { price: v.price, compareAtPrice: v.compareAtPrice, lowestPriorPrice: v.lowestPriorPrice };
    return read
      .select({ id, productId, sku, options, ...prices, version, weight, onHand, reserved, lowStockAt })
      .from(v)
      .where(and(read.isOneOf(productId, productIds), isNull(v.archivedAt)))
      .orderBy(asc(productId), asc(v.position));
  },
);

const findImages = prepared(
  'images of products',
  ({ productImages }) => ({ productIds: listOf(productImages.productId) }),
  (read, { productIds }) => {
    const { productImages: i } = read.tables;
    const { id, productId, key, width, height } = i;
    return read
      .select({ id, productId, key, width, height })
      .from(i)
      .where(read.isOneOf(productId, productIds))
      .orderBy(asc(productId), asc(i.position));
  },
);

type VariantRow = Awaited<ReturnType<typeof findVariants>>[number];
type ImageRow = Awaited<ReturnType<typeof findImages>>[number];

/** Adds variants and images to product rows, in two queries for any number, and keeps their order. */
export async function completeProducts(
  shop: Shop,
  read: Reader | Transaction,
  rows: readonly ProductRow[],
  audience: 'public' | 'admin',
): Promise<Product[]> {
  if (rows.length === 0) return [];
  const productIds = rows.map(({ product }) => product.id);
  const variantRows = await findVariants(read, { productIds });
  const imageRows = await findImages(read, { productIds });

  const variantsOf = groupBy(variantRows, ({ productId }) => productId);
  const imagesOf = groupBy(imageRows, ({ productId }) => productId);
  return rows.map((row) =>
    toProduct(shop, row, variantsOf.get(row.product.id) ?? [], imagesOf.get(row.product.id) ?? [], audience),
  );
}

function toProduct(
  shop: Shop,
  { product, category }: ProductRow,
  variantRows: readonly VariantRow[],
  imageRows: readonly ImageRow[],
  audience: 'public' | 'admin',
): Product {
  const images = imageRows.map((row) => toImage(shop, row));
  const variants = variantRows.map((row) => toVariant(row, audience));
  const available = variants.reduce((sum, variant) => sum + variant.available, 0);
  const cheapest = variants.find(({ price }) => price === product.priceFrom);
  return {
    id: product.id,
    slug: product.slug,
    name: product.name,
    description: product.description,
    category,
    status: product.status,
    attributes: storedLabels.parse(product.attributes),
    taxClass: product.taxClass,
    price: product.priceFrom,
    compareAtPrice: cheapest?.compareAtPrice ?? null,
    lowestPrice30Days: cheapest?.lowestPrice30Days ?? null,
    currency: shop.settings.currency,
    priceIncludesTax: shop.settings.pricesIncludeTax,
    available,
    inStock: available > 0,
    images,
    imageUrl: images[0]?.url ?? null,
    variants,
    version: product.version,
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
  };
}

export function toImage(
  shop: Shop,
  row: Pick<Tables['productImages']['$inferSelect'], 'id' | 'key' | 'width' | 'height'>,
): Image {
  const { id, key, width, height } = row;
  const thumbnails = thumbnailWidths.map((wanted) => {
    const narrow = Math.min(wanted, width);
    const size = { width: narrow, height: Math.max(1, Math.round((height * narrow) / width)) };
    return { url: imageUrl(shop, thumbnailKey(key, wanted)), ...size };
  });
  return { id, url: imageUrl(shop, key), width, height, thumbnails };
}

/** A variant in an answer. Only admins see its stock on hand and its threshold for low stock. */
export function toVariant(row: Omit<VariantRow, 'productId'>, audience: 'public' | 'admin'): Variant {
  const { id, sku, price, compareAtPrice, weight, version, onHand, reserved, lowStockAt } = row;
  const options = storedLabels.parse(row.options);
  const lowestPrice30Days = compareAtPrice === null ? null : row.lowestPriorPrice;
  const prices = { price, compareAtPrice, lowestPrice30Days };
  const shown = { id, sku, options, ...prices, weight, available: onHand - reserved, version };
  return audience === 'admin' ? { ...shown, onHand, reserved, lowStockAt } : shown;
}

/** A product's row by id, with its category. */
export function selectProducts(read: Reader | Transaction) {
  const { products, categories } = read.tables;
  return read
    .select(productColumns(read.tables))
    .from(products)
    .leftJoin(categories, eq(categories.id, products.categoryId));
}

/** One product with all its parts, in any status. */
export async function readProduct(
  shop: Shop,
  read: Reader | Transaction,
  id: string,
  audience: 'public' | 'admin',
): Promise<Product> {
  const rows = await selectProducts(read).where(eq(read.tables.products.id, id));
  const [product] = await completeProducts(shop, read, rows, audience);
  if (!product) throw kernelFailures.NOT_FOUND({});
  return product;
}
