import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { Failure, kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { and, eq, isNotNull, isNull, max } from 'drizzle-orm';
import { variantFacts, variantTarget } from './audit.ts';
import { lockProduct, type ProductRecord, settleProduct } from './lock.ts';
import { optionsKey, skuOf } from './names.ts';
import { recordFirstPrices } from './price-history.ts';
import { toVariant } from './read.ts';
import { type CreateVariantInput, maxVariants, type Variant } from './schema.ts';
import { changeStock } from './stock.ts';
import { liveVariants, variantRefusal, writeVariant } from './write-variant.ts';

/**
 * Adds a variant to a product. The SKU of a variant that was removed from this product restores that variant with its
 * stock and history, and then applies the input.
 *
 * @throws NOT_FOUND, SKU_TAKEN, VALIDATION another variant has the same options, or there are 100 already
 */
export function createVariant(ctx: UserContext, input: CreateVariantInput): Promise<Variant> {
  return tryToCreate(ctx, input).catch((error: unknown) => {
    // Another request took the generated SKU, so a new one is generated.
    const isRace = input.sku === undefined && error instanceof Failure && error.code === 'SKU_TAKEN';
    if (isRace) return tryToCreate(ctx, input);
    throw error;
  });
}

function tryToCreate(ctx: UserContext, input: CreateVariantInput): Promise<Variant> {
  const { shop } = ctx;
  const at = shop.clock.now();
  return idempotently(ctx, { input }, async (tx) => {
    const { variants } = tx.tables;
    const product = await lockProduct(tx, { id: input.id, at });
    if ((await liveVariants(tx, product.id)).length >= maxVariants) {
      const message = `A product has at most ${maxVariants} variants. Remove one first.`;
      throw kernelFailures.VALIDATION({ issues: [{ path: 'idOrSlug', message, code: 'too_big' }] });
    }
    const id = (await revive(tx, product, input, at)) ?? (await insert(tx, product, input, at));
    const facts = { reason: 'received', actor: actorOf(ctx), at } as const;
    if (input.stock > 0) await changeStock(tx, [{ variantId: id, onHand: input.stock }], facts);
    await settleProduct(tx, product);
    const [created] = await tx.select().from(variants).where(eq(variants.id, id));
    if (!created) throw new Error('The variant that was just written cannot be read.');
    recordAudit(tx, ctx, { target: variantTarget(created), before: null, after: variantFacts(created) });
    return toVariant(created, 'admin');
  });
}

async function revive(
  tx: Transaction,
  product: ProductRecord,
  input: CreateVariantInput,
  at: Date,
): Promise<string | undefined> {
  if (input.sku === undefined) return undefined;
  const { variants } = tx.tables;
  const removed = and(eq(variants.productId, product.id), eq(variants.sku, input.sku), isNotNull(variants.archivedAt));
  const [variant] = await tx.select().from(variants).where(removed);
  if (!variant) return undefined;
  await writeVariant(tx, variant, { ...input, compareAtPrice: input.compareAtPrice ?? null }, at);
  await tx
    .update(variants)
    .set({ archivedAt: null })
    .where(eq(variants.id, variant.id))
    .catch((error: unknown) => {
      throw variantRefusal(error, variant.sku);
    });
  return variant.id;
}

async function insert(tx: Transaction, product: ProductRecord, input: CreateVariantInput, at: Date): Promise<string> {
  const { variants } = tx.tables;
  const { options, price, compareAtPrice = null, lowStockAt = null, weight = null } = input;
  const readable = skuOf(product.slug, options, 'readable');
  const taken = await tx.$count(variants, eq(variants.sku, readable));
  const sku = input.sku ?? (taken === 0 ? readable : skuOf(product.slug, options, 'unmistakable'));
  const [last] = await tx
    .select({ position: max(variants.position) })
    .from(variants)
    .where(and(eq(variants.productId, product.id), isNull(variants.archivedAt)));
  const id = newId();
  await tx
    .insert(variants)
    .values({
      id,
      productId: product.id,
      sku,
      options,
      optionsKey: optionsKey(options),
      price,
      compareAtPrice,
      lowStockAt,
      weight,
      onHand: 0,
      position: (last?.position ?? -1) + 1,
      createdAt: at,
      updatedAt: at,
    })
    .catch((error: unknown) => {
      throw variantRefusal(error, sku);
    });
  await recordFirstPrices(tx, [{ id, price }], at);
  return id;
}
