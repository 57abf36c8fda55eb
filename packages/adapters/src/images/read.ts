import type { StoredImage } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { contentTypeOf, thumbnailOf } from './key.ts';
import { renderThumbnail } from './refine.ts';

const rendering = new Map<string, Promise<StoredImage | undefined>>();

/**
 * A stored image or thumbnail by its key. Renders and stores a missing thumbnail, because images that were not uploaded
 * have none.
 */
export async function readImage(
  { images, log }: Pick<Shop, 'images' | 'log'>,
  key: string,
): Promise<StoredImage | undefined> {
  const stored = await images.get(key);
  const thumbnail = stored ? undefined : thumbnailOf(key);
  if (!thumbnail) return stored;
  const isRendering = rendering.get(key);
  if (isRendering) return isRendering;
  const render = async () => {
    for (const original of thumbnail.originals) {
      const image = await images.get(original);
      if (!image) continue;
      const bytes = await renderThumbnail(image.bytes, thumbnail.width);
      await images
        .put(key, bytes)
        .catch((error: unknown) => log.warn({ key, err: error }, 'thumbnail could not be stored'));
      return { bytes, contentType: contentTypeOf(key) };
    }
    return undefined;
  };
  const result = render().finally(() => rendering.delete(key));
  rendering.set(key, result);
  return result;
}
