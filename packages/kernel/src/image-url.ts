import type { Shop } from './shop.ts';

/** The URL of a stored image. Its content never changes. */
export function imageUrl({ settings }: Pick<Shop, 'settings'>, key: string): string {
  return `${settings.publicUrl}/images/${key}`;
}
