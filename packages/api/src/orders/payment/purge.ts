import { lt } from 'drizzle-orm';
import { purgeRows } from '../../kernel/purge.ts';
import type { Shop } from '../../kernel/shop.ts';

/** Providers repeat an event for days at most; until then its row is what tells a repetition. */
const appliedKept = 30 * 24 * 60 * 60_000;

/** Deletes the events of payment providers that were applied long ago. What could not be applied stays. */
export async function purgeProviderEvents({ db, clock }: Shop): Promise<void> {
  const { providerEvents } = db.tables;
  const before = new Date(clock.now().getTime() - appliedKept);
  await purgeRows(db, providerEvents, [providerEvents.id], lt(providerEvents.appliedAt, before));
}
