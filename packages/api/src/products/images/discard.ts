import { eq } from 'drizzle-orm';
import { thumbnailKey, thumbnailWidths } from '../../images/index.ts';
import type { Shop } from '../../kernel/shop.ts';

/**
 * Removes pictures from the store that no product and no order shows: one picture can belong to several. What cannot
 * be removed is left for later, because nobody sees it.
 */
export async function discardPictures({ db, images, log }: Shop, keys: readonly string[]): Promise<void> {
  const { productImages, orderLines } = db.tables;
  for (const key of new Set(keys)) {
    try {
      const uses = [
        await db.read.$count(productImages, eq(productImages.key, key)),
        await db.read.$count(orderLines, eq(orderLines.imageKey, key)),
      ];
      if (uses.some((count) => count > 0)) continue;
      for (const name of [key, ...thumbnailWidths.map((width) => thumbnailKey(key, width))]) await images.remove(name);
    } catch (error) {
      log.warn({ key, err: error }, 'picture not removed');
    }
  }
}
