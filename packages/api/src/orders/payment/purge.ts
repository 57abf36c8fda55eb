import { purgeRows } from '@cartwright/kernel/purge';
import type { Shop } from '@cartwright/kernel/shop';
import { lt } from 'drizzle-orm';

/** Providers repeat an event for days at most. The row identifies a repeated event until then. */
const appliedKept = 30 * 24 * 60 * 60_000;

/** Deletes provider events that were applied long ago. Events that could not be applied stay. */
export async function purgeProviderEvents({ db, clock }: Shop): Promise<void> {
  const { providerEvents } = db.tables;
  const before = new Date(clock.now().getTime() - appliedKept);
  await purgeRows(db, providerEvents, [providerEvents.id], lt(providerEvents.appliedAt, before));
}
