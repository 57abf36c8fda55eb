import { purgeRows } from '@cartwright/kernel/purge';
import type { Shop } from '@cartwright/kernel/shop';
import { lt } from 'drizzle-orm';
import { answersKept } from './check-vat-number.ts';

/** Deletes the answers of the VAT register that no longer count. */
export async function purgeVatNumbers({ db, clock }: Shop): Promise<void> {
  const { vatNumbers } = db.tables;
  const before = new Date(clock.now().getTime() - answersKept.valid);
  await purgeRows(db, vatNumbers, [vatNumbers.number], lt(vatNumbers.checkedAt, before));
}
