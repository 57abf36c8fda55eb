import { imageKey, NotAnImage, type RefinedImage, refineImage, thumbnailKey } from '@cartwright/adapters/images';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { asc, eq } from 'drizzle-orm';
import { productTarget } from '../audit.ts';
import { productFailures } from '../errors.ts';
import { announceCatalogue, lockProduct } from '../lock.ts';
import { toImage } from '../read.ts';
import type { Image } from '../schema.ts';
import { discardImage } from './discard.ts';
import { type ImageLock, lockImage } from './lock.ts';
import { type AddImageInput, maxImageBytes, maxImages } from './schema.ts';

/**
 * Adds an image to a product, after its other images. A refused image leaves no file in the store.
 *
 * @throws NOT_FOUND, TOO_LARGE, UNSUPPORTED_IMAGE, VALIDATION the product has eight already, UNAVAILABLE the store is
 * full or away
 */
export async function addImage(ctx: UserContext, { id, file }: AddImageInput): Promise<Image> {
  const { shop } = ctx;
  if (file.size > maxImageBytes) throw kernelFailures.TOO_LARGE({ limit: maxImageBytes });
  await refuseFull(shop, id);
  const image = await refineImage(new Uint8Array(await file.arrayBuffer())).catch((error: unknown) => {
    throw error instanceof NotAnImage ? productFailures.UNSUPPORTED_IMAGE({ reason: error.message }) : error;
  });
  return lockImage(shop, imageKey(image.bytes, 'webp'), async (lock) => {
    try {
      await storeImage(shop, lock, image);
      return await writeImage(ctx, id, lock, image);
    } catch (error) {
      // A file that cannot be removed now stays, because no page shows it.
      const left = (reason: unknown) => shop.log.warn({ key: lock.key, err: reason }, 'image could not be removed');
      await discardImage(shop, lock).catch(left);
      throw error;
    }
  });
}

/** Checks before the costly decoding. The write checks again. */
async function refuseFull({ db }: Shop, id: string): Promise<void> {
  const { products, productImages } = db.tables;
  if ((await db.read.$count(products, eq(products.id, id))) === 0) throw kernelFailures.NOT_FOUND({});
  if ((await db.read.$count(productImages, eq(productImages.productId, id))) >= maxImages) throw tooMany();
}

async function storeImage(shop: Shop, { key }: ImageLock, image: RefinedImage): Promise<void> {
  try {
    for (const { width, bytes } of image.thumbnails) await shop.images.put(thumbnailKey(key, width), bytes);
    await shop.images.put(key, image.bytes);
  } catch (error) {
    shop.log.warn({ err: error }, 'image could not be stored');
    throw kernelFailures.UNAVAILABLE({ retryAfter: 60 });
  }
}

function writeImage(ctx: UserContext, productId: string, lock: ImageLock, image: RefinedImage): Promise<Image> {
  const { shop } = ctx;
  const { key } = lock;
  const at = shop.clock.now();
  // The image's key identifies the input, because the same file gives the same key.
  return idempotently(ctx, { input: { id: productId, key } }, async (tx) => {
    const { productImages } = tx.tables;
    await lock.confirm(tx);
    const product = await lockProduct(tx, { id: productId, at });
    const present = await tx
      .select({ position: productImages.position })
      .from(productImages)
      .where(eq(productImages.productId, productId))
      .orderBy(asc(productImages.position));
    if (present.length >= maxImages) throw tooMany();
    const { width, height } = image;
    const row = {
      id: newId(),
      productId,
      key,
      width,
      height,
      position: (present.at(-1)?.position ?? -1) + 1,
      createdAt: at,
    };
    await tx.insert(productImages).values(row);
    announceCatalogue(tx);
    recordAudit(tx, ctx, { target: productTarget(product), before: null, after: { image: row.id, width, height } });
    return toImage(shop, row);
  });
}

function tooMany() {
  const message = `A product has at most ${maxImages} images. Remove one first.`;
  return kernelFailures.VALIDATION({ issues: [{ path: 'file', message, code: 'too_many' }] });
}
