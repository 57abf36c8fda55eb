import { createHash } from 'node:crypto';

/** The name of a picture, made from its content: what it names never changes, so that caches may keep it for ever. */
export function imageKey(bytes: Uint8Array, ending: 'webp' | 'png' | 'jpg'): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40);
  return `${hash.slice(0, 2)}/${hash}.${ending}`;
}
