import { lt } from 'drizzle-orm';
import { purgeRows } from '../kernel/purge.ts';
import type { Shop } from '../kernel/shop.ts';

/** Deletes expired carts with their lines. */
export async function purgeCarts({ db, clock }: Shop): Promise<void> {
  const { carts } = db.tables;
  await purgeRows(db, carts, [carts.id], lt(carts.expiresAt, clock.now()));
}
