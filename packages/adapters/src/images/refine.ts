import { createGate } from '@cartwright/kernel/gate';
import { thumbnailWidths } from './key.ts';

/** An image as stored: decoded and encoded again, so that only the pixels of the upload remain. */
export interface RefinedImage {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** One for each of `thumbnailWidths`. */
  readonly thumbnails: readonly { readonly width: number; readonly bytes: Uint8Array }[];
}

/** The reason why a file is refused as an image. */
export class NotAnImage extends Error {
  override readonly name = 'NotAnImage';
}

/** 200 MB decoded. A phone's largest image within 5 MB has fewer pixels. */
const mostPixels = 50_000_000;
/**
 * Longest side of an uploaded image, because shrinking one that is a pixel wide and millions high takes half a minute.
 */
const mostOfASide = 30_000;
const longestSide = 2_000;

/** Decodes two images at a time, because each takes a processor and much memory. At most fifty wait. */
const decoding = createGate({ running: 2, waiting: 50 });

const signatures: Record<string, (bytes: Uint8Array) => boolean> = {
  jpeg: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]),
  png: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  webp: (bytes) =>
    startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
};

/**
 * Encodes an image as WebP, upright, without metadata, with its thumbnails. The content decides the format, and the
 * file name does not matter.
 *
 * @throws {NotAnImage} it is no JPEG, PNG or WebP, is damaged, or has too many pixels
 */
export function refineImage(given: Uint8Array): Promise<RefinedImage> {
  const format = Object.keys(signatures).find((name) => signatures[name]?.(given));
  if (!format) return Promise.reject(new NotAnImage('This is no JPEG, PNG or WebP image. Convert it first.'));
  return decoding(async () => {
    const sharp = await loadSharp();
    try {
      const found = await sharp(given, { limitInputPixels: false }).metadata();
      if (found.format !== format)
        throw new NotAnImage('The content of this file does not match its format. Export the image again.');
      if (found.width * found.height > mostPixels) {
        throw new NotAnImage(`This image has more than ${mostPixels / 1_000_000} megapixels. Make it smaller.`);
      }
      if (Math.max(found.width, found.height) > mostOfASide) {
        throw new NotAnImage(`This image is more than ${mostOfASide} pixels wide or high. Make it smaller.`);
      }
      const { data, info } = await sharp(given, { limitInputPixels: mostPixels, failOn: 'error' })
        .timeout({ seconds: 20 })
        .autoOrient()
        .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 82 })
        .toBuffer({ resolveWithObject: true });
      const thumbnails = await Promise.all(
        thumbnailWidths.map(async (width) => ({ width, bytes: await narrowed(data, width) })),
      );
      return { bytes: data, width: info.width, height: info.height, thumbnails };
    } catch (error) {
      if (error instanceof NotAnImage) throw error;
      throw new NotAnImage('This image is damaged or incomplete. Export it again.', { cause: error });
    }
  });
}

/** Renders a missing thumbnail of a stored image. */
export function renderThumbnail(stored: Uint8Array, width: number): Promise<Uint8Array> {
  return decoding(() => narrowed(stored, width));
}

async function narrowed(bytes: Uint8Array, width: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(bytes).resize({ width, withoutEnlargement: true }).webp({ quality: 78 }).toBuffer();
}

/** Loaded with the first image, because many processes never handle one. */
async function loadSharp() {
  const { default: sharp } = await import('sharp');
  return sharp;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
