import { createHmac } from 'node:crypto';
import type { Shop } from './shop.ts';

/** Derives a secret from `source` that only SECRET_KEY can make. Each use gets its own. */
export function derive({ settings }: Shop, use: string, source: string): Buffer {
  return createHmac('sha256', settings.secretKey).update(`cartwright ${use} ${source}`).digest();
}
