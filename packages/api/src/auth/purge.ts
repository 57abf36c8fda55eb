import { lt } from 'drizzle-orm';
import type { Shop } from '../kernel/shop.ts';

/** Deletes the sessions and proofs that nothing can bring back to life. */
export async function purgeAuth({ db, clock }: Shop): Promise<void> {
  const now = clock.now();
  await db.transact(async (tx) => {
    const { sessions, emailProofs } = tx.tables;
    await tx.delete(sessions).where(lt(sessions.endsAt, now));
    await tx.delete(emailProofs).where(lt(emailProofs.expiresAt, now));
  });
}
