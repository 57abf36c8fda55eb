import { createHash } from 'node:crypto';

/**
 * The key of an image, made from its content. The content of a key never changes, so that caches may keep it forever.
 */
export function imageKey(bytes: Uint8Array, ending: 'webp' | 'png' | 'jpg'): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40);
  return `${hash.slice(0, 2)}/${hash}.${ending}`;
}

/** Widths in pixels. Each image has one thumbnail of each. */
export const thumbnailWidths = [160, 480, 960] as const;

/** The key of an image's thumbnail, derived from the image's key. */
export function thumbnailKey(key: string, width: number): string {
  return key.replace(/\.\w+$/, `-${width}.webp`);
}

const storedKey = /^[a-f0-9]{2}\/[a-f0-9]{40}((-(?<width>\d+))?\.webp|\.png|\.jpg)$/;

/** Whether the text is the key of an image or thumbnail: a hash and an ending, with no path to other files. */
export function isImageKey(key: string): boolean {
  const groups = storedKey.exec(key)?.groups;
  if (!groups) return false;
  return groups['width'] === undefined || thumbnailWidths.some((width) => String(width) === groups['width']);
}

/** The possible images of the thumbnail `key`, with its width; undefined if `key` is no thumbnail. */
export function thumbnailOf(key: string): { originals: string[]; width: number } | undefined {
  const width = Number(storedKey.exec(key)?.groups?.['width']);
  if (Number.isNaN(width) || !isImageKey(key)) return undefined;
  return { originals: ['webp', 'png', 'jpg'].map((ending) => key.replace(/-\d+\.\w+$/, `.${ending}`)), width };
}

export function contentTypeOf(key: string): string {
  if (key.endsWith('.jpg')) return 'image/jpeg';
  return key.endsWith('.png') ? 'image/png' : 'image/webp';
}
