import { type Transaction, violatedUnique } from '@cartwright/db';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import { productFacts, productTarget } from './audit.ts';
import { refuseTakenAddress } from './chosen-slug.ts';
import { categoryIdOf } from './create.ts';
import { productFailures } from './errors.ts';
import { lockProduct, type ProductRecord, settleProduct } from './lock.ts';
import { sortKey } from './names.ts';
import { readProduct } from './read.ts';
import type { Product, UpdateProductInput } from './schema.ts';
import { liveVariants, writeVariant } from './write-variant.ts';

/**
 * Edits a product, based on the version that its editor saw. `sku price compareAtPrice lowStockAt weight` belong to
 * a simple product, which is edited as if it had no variants.
 *
 * @throws NOT_FOUND, STALE_VERSION, SLUG_TAKEN, SKU_TAKEN, VALIDATION
 */
export function updateProduct(ctx: UserContext, input: UpdateProductInput): Promise<Product> {
  const { shop } = ctx;
  const at = shop.clock.now();
  return shop.db.transact(async (tx) => {
    const product = await lockProduct(tx, { ...input, at });
    const before = productFacts(await readProduct(shop, tx, product.id, 'admin'));
    if (input.slug !== undefined && input.slug !== product.slug)
      refuseTakenAddress(shop, '/products/{idOrSlug}', input.slug);
    await writeFields(tx, product, input);
    await writeSimpleVariant(tx, product, input, at);
    await settleProduct(tx, product);
    const updated = await readProduct(shop, tx, product.id, 'admin');
    recordAudit(tx, ctx, { target: productTarget(updated), before, after: productFacts(updated) });
    return updated;
  });
}

async function writeFields(tx: Transaction, product: ProductRecord, input: UpdateProductInput): Promise<void> {
  const { products } = tx.tables;
  const { name, slug, description, status, attributes, taxClass, category } = input;
  if (status !== undefined && product.status === 'archived') {
    throw wrongField('status', 'Restore the product first, because it is archived.');
  }
  const categoryId = typeof category === 'string' ? await categoryIdOf(tx, category) : category;
  const fields = {
    ...(name !== undefined && { name, nameKey: sortKey(name) }),
    ...(slug !== undefined && { slug }),
    ...(description !== undefined && { description }),
    ...(status !== undefined && { status }),
    ...(attributes !== undefined && { attributes }),
    ...(taxClass !== undefined && { taxClass }),
    ...(categoryId !== undefined && { categoryId }),
    version: product.version + 1,
  };
  await tx
    .update(products)
    .set(fields)
    .where(eq(products.id, product.id))
    .catch((error: unknown) => {
      if (violatedUnique(error) === 'products.slug') throw productFailures.SLUG_TAKEN({ slug: slug ?? '' });
      throw error;
    });
}

async function writeSimpleVariant(
  tx: Transaction,
  product: ProductRecord,
  input: UpdateProductInput,
  at: Date,
): Promise<void> {
  const { sku, price, compareAtPrice, lowStockAt, weight } = input;
  const fields = { sku, price, compareAtPrice, lowStockAt, weight };
  const [field] = Object.entries(fields).find(([, value]) => value !== undefined) ?? [];
  if (field === undefined) return;
  const [variant, second] = await liveVariants(tx, product.id);
  if (!variant || second || variant.optionsKey !== '[]') {
    throw wrongField(field, 'This product has variants. Change this at the variant instead.');
  }
  await writeVariant(tx, variant, fields, at);
}

function wrongField(path: string, message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path, message, code: 'custom' }] });
}
