import { lt } from 'drizzle-orm';
import { purgeRows } from '../kernel/purge.ts';
import type { Shop } from '../kernel/shop.ts';

/** Deletes the sessions and proofs that have ended forever. */
export async function purgeAuth({ db, clock }: Shop): Promise<void> {
  const now = clock.now();
  const { sessions, emailProofs } = db.tables;
  await purgeRows(db, sessions, [sessions.id], lt(sessions.endsAt, now));
  await purgeRows(db, emailProofs, [emailProofs.id], lt(emailProofs.expiresAt, now));
}
