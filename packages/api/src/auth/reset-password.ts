import type { Context } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import { claimAccount } from './claim.ts';
import { deviceTokenFor } from './devices.ts';
import { authFailures } from './errors.ts';
import { hashNewPassword } from './passwords.ts';
import { isGenuineToken, takeProof } from './proofs.ts';
import type { ResetPasswordInput } from './schema.ts';
import { endSessions } from './sessions.ts';

/**
 * Sets a new password with the token of an e-mail, once, and ends every session. The token proves the address. An
 * unverified account that a stranger may have made is replaced first: see `claimAccount`.
 *
 * @throws TOKEN_INVALID, VALIDATION (a common password; the token stays valid)
 */
export async function resetPassword(ctx: Context, { token, password }: ResetPasswordInput): Promise<void> {
  const { shop } = ctx;
  if (!isGenuineToken(shop, 'reset', token)) throw authFailures.TOKEN_INVALID({ wrong: 'resetLink' });
  const passwordHash = await hashNewPassword(password, 'password');
  const id = await shop.db.transact(async (tx) => {
    const { users } = tx.tables;
    const at = shop.clock.now();
    const proof = await takeProof(shop, tx, 'reset', token);
    if (!proof) throw authFailures.TOKEN_INVALID({ wrong: 'resetLink' });
    const account = await claimAccount(shop, tx, proof);
    if (!account) throw authFailures.TOKEN_INVALID({ wrong: 'resetLink' });
    const { id } = account.user;
    await tx.update(users).set({ passwordHash, updatedAt: at }).where(eq(users.id, id));
    await endSessions(tx, id);
    return id;
  });
  ctx.reply.device = deviceTokenFor(ctx, { id, passwordHash });
}
