import { and, eq } from 'drizzle-orm';
import { recordAudit } from '../../kernel/audit.ts';
import type { UserContext } from '../../kernel/context.ts';
import { kernelFailures } from '../../kernel/failures.ts';
import { productTarget } from '../audit.ts';
import { announceCatalogue, lockProduct } from '../lock.ts';
import { discardPictures } from './discard.ts';
import type { RemoveImageInput } from './schema.ts';

/**
 * Takes a picture from a product. Its file stays for as long as an order or another product shows it.
 *
 * @throws NOT_FOUND
 */
export async function removeImage(ctx: UserContext, { id, imageId }: RemoveImageInput): Promise<void> {
  const { shop } = ctx;
  const at = shop.clock.now();
  const key = await shop.db.transact(async (tx) => {
    const { productImages } = tx.tables;
    const product = await lockProduct(tx, { id, at });
    const mine = and(eq(productImages.productId, id), eq(productImages.id, imageId));
    const [removed] = await tx.delete(productImages).where(mine).returning({ key: productImages.key });
    if (!removed) throw kernelFailures.NOT_FOUND({});
    announceCatalogue(tx);
    recordAudit(tx, ctx, { target: productTarget(product), before: { image: imageId }, after: null });
    return removed.key;
  });
  await discardPictures(shop, [key]);
}
