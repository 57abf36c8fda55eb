import { thumbnailKey, thumbnailWidths } from '@cartwright/adapters/images';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';
import type { ImageLock } from './lock.ts';

/**
 * Removes an image from the store unless a product or an order shows it, because several can share one image.
 *
 * @throws {Error} the store or the database is away
 */
export async function discardImage({ db, images }: Shop, lock: ImageLock): Promise<void> {
  const { key } = lock;
  const { productImages, orderLines } = db.tables;
  if ((await db.read.$count(productImages, eq(productImages.key, key))) > 0) return;
  if ((await db.read.$count(orderLines, eq(orderLines.imageKey, key))) > 0) return;
  for (const name of [key, ...thumbnailWidths.map((width) => thumbnailKey(key, width))]) {
    if (!lock.isGood()) throw new Error('Removing the image takes too long.');
    await images.remove(name);
  }
}
