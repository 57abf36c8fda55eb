import type { SessionContext } from '@cartwright/kernel/context';
import { eraseUser } from './erase-user.ts';
import { leaveNothing } from './logout.ts';
import { confirmOwnPassword } from './own-password.ts';
import type { DeleteMeInput, ErasedAccount } from './schema.ts';

/**
 * Erases the caller's account, sessions, addresses and cart. The orders stay for the books without the person. Data
 * that an open order needs is erased when the order is closed.
 *
 * @throws INVALID_CREDENTIALS the password is wrong
 * @throws LAST_ADMIN
 */
export async function deleteMe(ctx: SessionContext, { password }: DeleteMeInput): Promise<ErasedAccount> {
  await confirmOwnPassword(ctx, password);
  const { shop, reply, signedIn } = ctx;
  const openOrders = await shop.db.transact((tx) => eraseUser(shop, tx, signedIn.user));
  leaveNothing(reply);
  return { openOrders };
}
