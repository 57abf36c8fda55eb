import { type Transaction, violatedUnique } from '@cartwright/db';
import { eq, inArray, like, or } from 'drizzle-orm';
import { actorOf, type UserContext } from '../kernel/context.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { idempotently } from '../kernel/idempotency.ts';
import { productFailures } from './errors.ts';
import { insertProducts, type NewVariant } from './insert.ts';
import { optionsKey, slugify } from './names.ts';
import { completeProducts, selectProducts } from './read.ts';
import type { CreateProductInput, NewVariantInput, Product } from './schema.ts';

/**
 * Adds a product with its variants and their first stock. A simple product gets one variant without options.
 *
 * @throws SLUG_TAKEN, SKU_TAKEN, VALIDATION
 */
export function createProduct(ctx: UserContext, input: CreateProductInput): Promise<Product> {
  return idempotently(ctx, { procedure: 'products.create', input }, async (tx) => {
    const slug = input.slug ?? (await freeSlug(tx, slugify(input.name)));
    const variants = toVariants(input, slug);
    await refuseTakenSkus(tx, variants);
    const categoryId = input.category === undefined ? null : await categoryIdOf(tx, input.category);
    const product = { ...input, slug, categoryId, variants };
    const cause = { actor: actorOf(ctx), at: ctx.shop.clock.now() };

    const [id = ''] = await insertProducts(tx, [product], cause).catch((error: unknown) => {
      const column = violatedUnique(error);
      if (column === 'products.slug') throw productFailures.SLUG_TAKEN({ slug });
      // Somebody else took one of them since we looked.
      if (column === 'variants.sku') throw productFailures.SKU_TAKEN({ sku: variants.map(({ sku }) => sku).join(', ') });
      throw error;
    });
    const rows = await selectProducts(tx).where(eq(tx.tables.products.id, id));
    const [created] = await completeProducts(ctx.shop, tx, rows, 'admin');
    if (!created) throw new Error('The product that was just inserted cannot be read.');
    return created;
  });
}

function toVariants(input: CreateProductInput, slug: string): NewVariant[] {
  const { sku, price = 0, compareAtPrice, stock = 0 } = input;
  const given: NewVariantInput[] = input.variants ?? [{ sku, options: {}, price, compareAtPrice, stock }];
  const seen = new Map<string, number>();
  return given.map((variant, index) => {
    const key = optionsKey(variant.options);
    if (seen.has(key)) {
      const message = `has the same options as variants.${seen.get(key)}`;
      throw kernelFailures.VALIDATION({ issues: [{ path: `variants.${index}.options`, message, code: 'duplicate' }] });
    }
    seen.set(key, index);
    const suffix = Object.values(variant.options).map(slugify);
    return { ...variant, sku: variant.sku ?? [slug, ...suffix].join('-').slice(0, 64).toUpperCase() };
  });
}

/** `slug`, or `slug-2`, `slug-3` … where others have it already. */
async function freeSlug(tx: Transaction, slug: string): Promise<string> {
  const { products } = tx.tables;
  const rows = await tx
    .select({ slug: products.slug })
    .from(products)
    .where(or(eq(products.slug, slug), like(products.slug, `${slug}-%`)));
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(slug)) return slug;
  let count = 2;
  while (taken.has(`${slug}-${count}`)) count += 1;
  return `${slug}-${count}`;
}

async function categoryIdOf(tx: Transaction, slug: string): Promise<string> {
  const { categories } = tx.tables;
  const [category] = await tx.select({ id: categories.id }).from(categories).where(eq(categories.slug, slug));
  if (category) return category.id;
  const message = `There is no category ${slug}.`;
  throw kernelFailures.VALIDATION({ issues: [{ path: 'category', message, code: 'unknown_category' }] });
}

async function refuseTakenSkus(tx: Transaction, newVariants: readonly NewVariant[]): Promise<void> {
  const { variants } = tx.tables;
  const skus = newVariants.map(({ sku }) => sku);
  const twice = skus.find((sku, index) => skus.indexOf(sku) !== index);
  const [taken] = await tx.select({ sku: variants.sku }).from(variants).where(inArray(variants.sku, skus)).limit(1);
  const sku = twice ?? taken?.sku;
  if (sku !== undefined) throw productFailures.SKU_TAKEN({ sku });
}
