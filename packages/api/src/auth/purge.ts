import { purgeRows } from '@cartwright/kernel/purge';
import type { Shop } from '@cartwright/kernel/shop';
import { lt } from 'drizzle-orm';

/** Deletes the sessions and proofs that have ended forever. */
export async function purgeAuth({ db, clock }: Shop): Promise<void> {
  const now = clock.now();
  const { sessions, emailProofs } = db.tables;
  await purgeRows(db, sessions, [sessions.id], lt(sessions.endsAt, now));
  await purgeRows(db, emailProofs, [emailProofs.id], lt(emailProofs.expiresAt, now));
}
