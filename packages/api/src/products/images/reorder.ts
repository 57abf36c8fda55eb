import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { asc, eq, sql } from 'drizzle-orm';
import { productTarget } from '../audit.ts';
import { announceCatalogue, lockProduct } from '../lock.ts';
import { readProduct } from '../read.ts';
import type { Product } from '../schema.ts';
import type { ReorderImagesInput } from './schema.ts';

/**
 * Sorts a product's images. Lists show the first.
 *
 * @throws NOT_FOUND, VALIDATION the input does not name each of its images once
 */
export function reorderImages(ctx: UserContext, { id, imageIds }: ReorderImagesInput): Promise<Product> {
  const { shop } = ctx;
  const at = shop.clock.now();
  return shop.db.transact(async (tx) => {
    const { productImages } = tx.tables;
    const product = await lockProduct(tx, { id, at });
    const present = await tx
      .select()
      .from(productImages)
      .where(eq(productImages.productId, id))
      .orderBy(asc(productImages.position));
    const isComplete = present.length === imageIds.length && present.every((image) => imageIds.includes(image.id));
    if (!isComplete) {
      const message = 'Name each image of the product once.';
      throw kernelFailures.VALIDATION({ issues: [{ path: 'imageIds', message, code: 'incomplete' }] });
    }
    // Moves all images out of the way first, because positions must stay unique throughout.
    const away = Math.max(0, ...present.map(({ position }) => position)) + 1;
    await tx
      .update(productImages)
      .set({ position: sql`-(${productImages.position} + ${away})` })
      .where(eq(productImages.productId, id));
    for (const [position, imageId] of imageIds.entries()) {
      await tx.update(productImages).set({ position }).where(eq(productImages.id, imageId));
    }
    announceCatalogue(tx);
    recordAudit(tx, ctx, {
      target: productTarget(product),
      before: { images: present.map((image) => image.id) },
      after: { images: imageIds },
    });
    return readProduct(shop, tx, id, 'admin');
  });
}
