import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import { productTarget } from './audit.ts';
import { lockProduct, settleProduct } from './lock.ts';
import { readProduct } from './read.ts';
import type { ArchiveProductInput, Product } from './schema.ts';

/**
 * Takes a product off sale for good. Public reads no longer find it, carts show it as unavailable, and old orders still
 * read it. Archiving an archived product changes nothing.
 *
 * @throws NOT_FOUND, STALE_VERSION
 */
export async function archiveProduct(ctx: UserContext, input: ArchiveProductInput): Promise<void> {
  await moveTo(ctx, input, 'archived');
}

/**
 * Puts an archived product back on sale. A product that is not archived stays unchanged.
 *
 * @throws NOT_FOUND, STALE_VERSION
 */
export function restoreProduct(ctx: UserContext, input: ArchiveProductInput): Promise<Product> {
  return moveTo(ctx, input, 'active');
}

function moveTo(ctx: UserContext, input: ArchiveProductInput, status: 'archived' | 'active'): Promise<Product> {
  const { shop } = ctx;
  const at = shop.clock.now();
  return shop.db.transact(async (tx) => {
    const { products } = tx.tables;
    const product = await lockProduct(tx, { ...input, at });
    if ((product.status === 'archived') !== (status === 'archived')) {
      await tx
        .update(products)
        .set({ status, version: product.version + 1 })
        .where(eq(products.id, product.id));
      await settleProduct(tx, product);
      recordAudit(tx, ctx, { target: productTarget(product), before: { status: product.status }, after: { status } });
    }
    return readProduct(shop, tx, product.id, 'admin');
  });
}
