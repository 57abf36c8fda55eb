import { asc, eq } from 'drizzle-orm';
import { imageKey, NotAPicture, type RefinedPicture, refinePicture, thumbnailKey } from '../../images/index.ts';
import { recordAudit } from '../../kernel/audit.ts';
import type { UserContext } from '../../kernel/context.ts';
import { kernelFailures } from '../../kernel/failures.ts';
import { idempotently } from '../../kernel/idempotency.ts';
import { newId } from '../../kernel/ids.ts';
import type { Shop } from '../../kernel/shop.ts';
import { productTarget } from '../audit.ts';
import { productFailures } from '../errors.ts';
import { announceCatalogue, lockProduct } from '../lock.ts';
import { toImage } from '../read.ts';
import type { Image } from '../schema.ts';
import { discardPicture } from './discard.ts';
import { holdPicture, type PictureHold } from './hold.ts';
import { type AddImageInput, maxImageBytes, maxImages } from './schema.ts';

/**
 * Adds a picture to a product, behind those that it has. Whatever is refused leaves nothing in the store.
 *
 * @throws NOT_FOUND, TOO_LARGE, UNSUPPORTED_IMAGE, VALIDATION the product has eight already, UNAVAILABLE the store is full or away
 */
export async function addImage(ctx: UserContext, { id, file }: AddImageInput): Promise<Image> {
  const { shop } = ctx;
  if (file.size > maxImageBytes) throw kernelFailures.TOO_LARGE({ limit: maxImageBytes });
  await refuseFull(shop, id);
  const picture = await refinePicture(new Uint8Array(await file.arrayBuffer())).catch((error: unknown) => {
    throw error instanceof NotAPicture ? productFailures.UNSUPPORTED_IMAGE({ reason: error.message }) : error;
  });
  return holdPicture(shop, imageKey(picture.bytes, 'webp'), async (hold) => {
    try {
      await storePicture(shop, hold, picture);
      return await writeImage(ctx, id, hold, picture);
    } catch (error) {
      // What cannot be removed now is left, because nobody sees it.
      const left = (reason: unknown) => shop.log.warn({ key: hold.key, err: reason }, 'image could not be removed');
      await discardPicture(shop, hold).catch(left);
      throw error;
    }
  });
}

/** Before the work of decoding; it is asked again when the picture is written. */
async function refuseFull({ db }: Shop, id: string): Promise<void> {
  const { products, productImages } = db.tables;
  if ((await db.read.$count(products, eq(products.id, id))) === 0) throw kernelFailures.NOT_FOUND({});
  if ((await db.read.$count(productImages, eq(productImages.productId, id))) >= maxImages) throw tooMany();
}

async function storePicture(shop: Shop, { key }: PictureHold, picture: RefinedPicture): Promise<void> {
  try {
    for (const { width, bytes } of picture.thumbnails) await shop.images.put(thumbnailKey(key, width), bytes);
    await shop.images.put(key, picture.bytes);
  } catch (error) {
    shop.log.warn({ err: error }, 'image could not be stored');
    throw kernelFailures.UNAVAILABLE({ retryAfter: 60 });
  }
}

function writeImage(ctx: UserContext, productId: string, hold: PictureHold, picture: RefinedPicture): Promise<Image> {
  const { shop } = ctx;
  const { key } = hold;
  const at = shop.clock.now();
  // The picture's key says what was sent: the same file gives the same one.
  return idempotently(ctx, { procedure: 'products.images.add', input: { id: productId, key } }, async (tx) => {
    const { productImages } = tx.tables;
    await hold.confirm(tx);
    const product = await lockProduct(tx, { id: productId, at });
    const present = await tx
      .select({ position: productImages.position })
      .from(productImages)
      .where(eq(productImages.productId, productId))
      .orderBy(asc(productImages.position));
    if (present.length >= maxImages) throw tooMany();
    const { width, height } = picture;
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
