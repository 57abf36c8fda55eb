import { purgeRows } from '@cartwright/kernel/purge';
import type { Shop } from '@cartwright/kernel/shop';
import { lt } from 'drizzle-orm';

/** Deletes expired carts with their lines. */
export async function purgeCarts({ db, clock }: Shop): Promise<void> {
  const { carts } = db.tables;
  await purgeRows(db, carts, [carts.id], lt(carts.expiresAt, clock.now()));
}
