import { eq, like } from 'drizzle-orm';
import type { UserContext } from '../kernel/context.ts';
import { emailKey } from '../kernel/fields.ts';
import { eraseCustomer } from '../orders/index.ts';
import { refuseLastAdmin } from './last-admin.ts';
import { leaveNothing } from './logout.ts';
import { confirmOwnPassword } from './own-password.ts';
import type { DeleteMeInput } from './schema.ts';

/**
 * Erases the caller: account, sessions, addresses and cart. The orders stay for the books, without the person.
 *
 * @throws INVALID_CREDENTIALS the password is wrong
 * @throws LAST_ADMIN
 */
export async function deleteMe(ctx: UserContext, { password }: DeleteMeInput): Promise<void> {
  await confirmOwnPassword(ctx, password);
  const { shop, reply, signedIn } = ctx;
  const { id, email } = signedIn.user;
  await shop.db.transact(async (tx) => {
    const { users, emailProofs, idempotencyKeys } = tx.tables;
    await refuseLastAdmin(tx, id);
    // A changed key waits for orders that are being placed in this name, and makes later ones wait for the end.
    await tx
      .update(users)
      .set({ emailKey: `erased:${id}` })
      .where(eq(users.id, id));
    await eraseCustomer(tx, id);
    // Stored answers hold whole orders, with their addresses.
    await tx.delete(idempotencyKeys).where(like(idempotencyKeys.scope, `user:${id} %`));
    await tx.delete(emailProofs).where(eq(emailProofs.emailKey, emailKey(email)));
    await tx.delete(users).where(eq(users.id, id));
  });
  leaveNothing(reply);
}
