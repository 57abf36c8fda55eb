import { createHmac } from 'node:crypto';
import type { Shop } from '../kernel/shop.ts';

/** The secret that only SECRET_KEY can make from `source`, another one for each use. */
export function derive({ settings }: Shop, use: string, source: string): Buffer {
  return createHmac('sha256', settings.secretKey).update(`cartwright ${use} ${source}`).digest();
}
