import type { Shop } from './shop.ts';

/** Where a stored image can be fetched. Its content never changes. */
export function imageUrl({ settings }: Pick<Shop, 'settings'>, key: string): string {
  return `${settings.publicUrl}/images/${key}`;
}
