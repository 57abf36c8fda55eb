import { eq } from 'drizzle-orm';
import type { UserContext } from '../kernel/context.ts';

/** Ends the session that made this call, with its refresh token. */
export async function logout({ shop, signedIn }: UserContext): Promise<void> {
  await shop.db.transact(async (tx) => {
    const { sessions } = tx.tables;
    await tx.delete(sessions).where(eq(sessions.id, signedIn.sessionId));
  });
}
