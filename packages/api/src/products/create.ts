import { type Transaction, violatedUnique } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { Failure, kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { eq, inArray } from 'drizzle-orm';
import { productFacts, productTarget } from './audit.ts';
import { refuseTakenAddress } from './chosen-slug.ts';
import { productFailures } from './errors.ts';
import { freeSlug } from './free-slug.ts';
import { insertProducts, type NewVariant } from './insert.ts';
import { optionsKey, skuOf, slugify } from './names.ts';
import { readProduct } from './read.ts';
import type { CreateProductInput, NewVariantInput, Product } from './schema.ts';

/**
 * Adds a product with its variants and their first stock. A simple product gets one variant without options.
 *
 * @throws SLUG_TAKEN, SKU_TAKEN, VALIDATION
 */
export async function createProduct(ctx: UserContext, input: CreateProductInput): Promise<Product> {
  if (input.slug !== undefined) refuseTakenAddress(ctx.shop, '/products/{idOrSlug}', input.slug);
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryToCreate(ctx, input);
    } catch (error) {
      // Another request took the generated slug or SKU, so new ones are generated.
      const isRace = error instanceof Failure && chosenHere(input).includes(error.code);
      if (!isRace || tries === maxTries) throw error;
    }
  }
}

/** The failures that a retry solves, because the slug or SKUs were generated and not given. */
function chosenHere({ slug, sku, variants = [] }: CreateProductInput): string[] {
  const hasSkus = sku !== undefined || variants.some((variant) => variant.sku !== undefined);
  return [...(slug === undefined ? ['SLUG_TAKEN'] : []), ...(hasSkus ? [] : ['SKU_TAKEN'])];
}

const maxTries = 20;

function tryToCreate(ctx: UserContext, input: CreateProductInput): Promise<Product> {
  return idempotently(ctx, { input }, async (tx) => {
    const slug = input.slug ?? (await freeSlug(ctx.shop, tx, slugify(input.name)));
    const variants = await giveSkus(tx, toVariants(input), slug);
    const categoryId = input.category === undefined ? null : await categoryIdOf(tx, input.category);
    const product = { ...input, slug, categoryId, variants };
    const facts = { actor: actorOf(ctx), at: ctx.shop.clock.now() };

    const [id = ''] = await insertProducts(tx, [product], facts).catch((error: unknown) => {
      const column = violatedUnique(error);
      if (column === 'products.slug') throw productFailures.SLUG_TAKEN({ slug });
      // Another request took one of the SKUs after the check.
      if (column === 'variants.sku')
        throw productFailures.SKU_TAKEN({ sku: variants.map(({ sku }) => sku).join(', ') });
      throw error;
    });
    const created = await readProduct(ctx.shop, tx, id, 'admin');
    recordAudit(tx, ctx, { target: productTarget(created), before: null, after: productFacts(created) });
    return created;
  });
}

function toVariants(input: CreateProductInput): NewVariantInput[] {
  const { sku, price = 0, compareAtPrice, stock = 0, lowStockAt, weight } = input;
  const simple = { sku, options: {}, price, compareAtPrice, stock, lowStockAt, weight };
  const given: NewVariantInput[] = input.variants ?? [simple];
  const seen = new Map<string, number>();
  given.forEach((variant, index) => {
    const key = optionsKey(variant.options);
    if (seen.has(key)) {
      const message = `Choose other options. These are the options of variants.${seen.get(key)}.`;
      throw kernelFailures.VALIDATION({ issues: [{ path: `variants.${index}.options`, message, code: 'duplicate' }] });
    }
    seen.set(key, index);
  });
  return given;
}

/** @throws VALIDATION there is no such category */
export async function categoryIdOf(tx: Transaction, slug: string): Promise<string> {
  const { categories } = tx.tables;
  // Locks the category until the product is written, so that no request deletes it in between.
  const [category] = await tx.lock(categories, eq(categories.slug, slug), { id: categories.id });
  if (category) return category.id;
  const message = `There is no category ${slug}. Create it first.`;
  throw kernelFailures.VALIDATION({ issues: [{ path: 'category', message, code: 'unknown_category' }] });
}

/** Adds a generated SKU to each variant without one. */
async function giveSkus(tx: Transaction, given: readonly NewVariantInput[], slug: string): Promise<NewVariant[]> {
  const { variants } = tx.tables;
  const wanted = given.map(({ sku, options }) => sku ?? skuOf(slug, options, 'readable'));
  const rows = await tx.select({ sku: variants.sku }).from(variants).where(inArray(variants.sku, wanted));
  const taken = new Set(rows.map(({ sku }) => sku));
  return given.map((variant, index) => {
    const sku = wanted[index] ?? '';
    const isFree = !taken.has(sku);
    taken.add(sku);
    if (isFree) return { ...variant, sku };
    if (variant.sku !== undefined) throw productFailures.SKU_TAKEN({ sku });
    return { ...variant, sku: skuOf(slug, variant.options, 'unmistakable') };
  });
}
