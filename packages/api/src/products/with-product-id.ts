import type { ById } from '@cartwright/kernel/by-id';
import type { Context } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import { z } from 'zod';

/**
 * Replaces a product's slug in the input by its id, so that both give the same input for an Idempotency-Key.
 *
 * @throws NOT_FOUND no product has the slug
 */
export async function withProductId<Input extends { idOrSlug: string }>(
  { shop }: Context,
  { idOrSlug, ...input }: Input,
): Promise<ById<Input, 'idOrSlug'>> {
  if (z.uuid().safeParse(idOrSlug).success) return { ...input, id: idOrSlug.toLowerCase() };
  const { products } = shop.db.tables;
  const slug = idOrSlug.toLowerCase();
  const [product] = await shop.db.read.select({ id: products.id }).from(products).where(eq(products.slug, slug));
  if (!product) throw kernelFailures.NOT_FOUND({});
  return { ...input, id: product.id };
}
