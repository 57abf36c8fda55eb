import { eq, sql } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { authFailures } from './errors.ts';
import { hashNewPassword } from './passwords.ts';
import { isGenuineToken, takeProof } from './proofs.ts';
import type { ResetPasswordInput } from './schema.ts';
import { endSessions } from './sessions.ts';

/**
 * Sets a new password with the token of a mail, once, and ends every session. Whoever got the mail reads the address's
 * mails, so the address counts as verified.
 *
 * @throws TOKEN_INVALID, VALIDATION (a common password; the token then stays good)
 */
export async function resetPassword({ shop }: Context, { token, password }: ResetPasswordInput): Promise<void> {
  if (!isGenuineToken(shop, 'reset', token)) throw authFailures.TOKEN_INVALID({});
  const passwordHash = await hashNewPassword(password, 'password');
  await shop.db.transact(async (tx) => {
    const { users } = tx.tables;
    const at = shop.clock.now();
    const proof = await takeProof(shop, tx, 'reset', token);
    if (!proof) throw authFailures.TOKEN_INVALID({});
    const [user] = await tx
      .update(users)
      .set({
        passwordHash,
        emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${sql.param(at, users.emailVerifiedAt)})`,
        updatedAt: at,
      })
      .where(eq(users.emailKey, proof.emailKey))
      .returning({ id: users.id });
    if (!user) throw authFailures.TOKEN_INVALID({});
    await endSessions(tx, user.id);
  });
}
