import { randomBytes } from 'node:crypto';
import type { ImageStore } from '@cartwright/kernel/ports';
import { imageKey } from './key.ts';

/**
 * Writes, reads and removes a test object. Rejects if the store cannot keep images now.
 *
 * @throws {Error} the store returns other bytes than it received
 */
export async function checkImageStore(images: ImageStore): Promise<void> {
  const bytes = randomBytes(32);
  const key = imageKey(bytes, 'webp');
  await images.put(key, bytes);
  try {
    const stored = await images.get(key);
    if (!stored || !bytes.equals(stored.bytes)) throw new Error('The store returned other bytes than it was given.');
  } finally {
    await images.remove(key);
  }
}
