import type { SessionContext } from '@cartwright/kernel/context';
import { emailKey } from '@cartwright/kernel/fields';
import { and, eq } from 'drizzle-orm';
import { deviceTokenFor } from './devices.ts';
import { confirmOwnPassword } from './own-password.ts';
import { hashNewPassword } from './passwords.ts';
import { endProofs } from './proofs.ts';
import type { ChangePasswordInput } from './schema.ts';
import { admitMode } from './session-mode.ts';
import { endSessions, renewCookie } from './sessions.ts';

/**
 * Sets a new password and ends the other sessions. A cookie's session continues under a new secret, because a thief
 * with the old cookie has the same session.
 *
 * @throws INVALID_CREDENTIALS the current password is wrong
 * @throws VALIDATION the new password is common
 * @throws COOKIE_UNAVAILABLE the browser would drop the new cookie
 */
export async function changePassword(ctx: SessionContext, input: ChangePasswordInput): Promise<void> {
  const { shop, reply, signedIn } = ctx;
  admitMode(ctx, signedIn.mode);
  const currentHash = await confirmOwnPassword(ctx, input.currentPassword);
  const passwordHash = await hashNewPassword(input.newPassword, 'newPassword');
  const { id, email } = signedIn.user;
  const outcome = await shop.db.transact(async (tx) => {
    const { users } = tx.tables;
    const changed = await tx
      .update(users)
      .set({ passwordHash, updatedAt: shop.clock.now() })
      .where(and(eq(users.id, id), eq(users.passwordHash, currentHash)))
      .returning({ id: users.id });
    if (changed.length === 0) return 'overtaken';
    await endSessions(tx, id, { keep: signedIn.sessionId });
    // A reset that another person requested must not outlive the change.
    await endProofs(tx, 'reset', emailKey(email));
    return renewCookie(tx, signedIn.sessionId);
  });
  // Another call changed the password during the comparison, or a login rehashed it.
  if (outcome === 'overtaken') return changePassword(ctx, input);
  if (outcome) reply.session = outcome;
  reply.device = deviceTokenFor(ctx, { id, passwordHash });
}
