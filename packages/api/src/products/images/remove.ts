import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { enqueue } from '@cartwright/kernel/jobs';
import { and, eq } from 'drizzle-orm';
import { productTarget } from '../audit.ts';
import { productJobs } from '../jobs.ts';
import { announceCatalogue, lockProduct } from '../lock.ts';
import type { RemoveImageInput } from './schema.ts';

/** Longer than any transaction that read the image before, such as the placing of an order. */
const graceMilliseconds = 5 * 60_000;

/**
 * Removes an image from a product. A job removes its files minutes later, unless an order or another product shows it.
 *
 * @throws NOT_FOUND
 */
export async function removeImage(ctx: UserContext, { id, imageId }: RemoveImageInput): Promise<void> {
  const { shop } = ctx;
  const at = shop.clock.now();
  await shop.db.transact(async (tx) => {
    const { productImages } = tx.tables;
    const product = await lockProduct(tx, { id, at });
    const mine = and(eq(productImages.productId, id), eq(productImages.id, imageId));
    const [removed] = await tx.delete(productImages).where(mine).returning({ key: productImages.key });
    if (!removed) throw kernelFailures.NOT_FOUND({});
    announceCatalogue(tx);
    recordAudit(tx, ctx, { target: productTarget(product), before: { image: imageId }, after: null });
    const { key } = removed;
    const runAt = new Date(at.getTime() + graceMilliseconds);
    enqueue(tx, productJobs.discardImage, { key }, { key: `image:${key}`, runAt });
  });
}
