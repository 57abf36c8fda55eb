import type { GuestContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { audienceOf, completeProducts, selectProducts } from './read.ts';
import type { Product } from './schema.ts';

/**
 * One product by id or slug. Only admins see products that are not on sale.
 *
 * @throws NOT_FOUND
 */
export async function getProduct(ctx: GuestContext, { idOrSlug }: { idOrSlug: string }): Promise<Product> {
  const { db } = ctx.shop;
  const { products } = db.tables;
  const audience = audienceOf(ctx);
  const isId = z.uuid().safeParse(idOrSlug).success;
  const rows = await selectProducts(db.read).where(eq(isId ? products.id : products.slug, idOrSlug.toLowerCase()));
  const visible = rows.filter(({ product }) => product.status === 'active' || audience === 'admin');
  const [product] = await completeProducts(ctx.shop, db.read, visible, audience);
  if (!product) throw kernelFailures.NOT_FOUND({});
  return product;
}
