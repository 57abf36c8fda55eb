import type { Transaction } from '@cartwright/db';
import { userActor } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { User } from '@cartwright/kernel/context';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';
import { askForMove, silenceOrders } from '../orders/index.ts';
import { createUser } from './create-user.ts';
import { eraseUser } from './erase-user.ts';
import type { Proof } from './proofs.ts';
import { toUser, userColumns } from './users.ts';

export interface ClaimedAccount {
  readonly user: User;
  /** True if the account was taken from its maker, and its owner has no password yet. */
  readonly needsPassword: boolean;
}

/**
 * Gives the account of a proven address to the reader of its e-mails. It becomes verified if its own session requested
 * or redeems the proof. Otherwise a stranger may have made it, so an empty account without a password replaces it.
 *
 * @returns undefined when the address has no account
 */
export async function claimAccount(
  shop: Shop,
  tx: Transaction,
  { email, emailKey, askedBy }: Pick<Proof, 'email' | 'emailKey' | 'askedBy'>,
  redeemedBy?: string,
): Promise<ClaimedAccount | undefined> {
  const { users } = tx.tables;
  const mine = eq(users.emailKey, emailKey);
  // The second of two concurrent proofs finds the result of the first.
  const [account] = await tx.lock(users, mine, {
    ...userColumns(tx.tables),
    passwordHash: users.passwordHash,
  });
  if (!account) return undefined;
  const { passwordHash, ...row } = account;
  if (row.emailVerifiedAt) {
    askForMove(tx, row.id);
    return { user: toUser(row), needsPassword: passwordHash === null };
  }

  const at = shop.clock.now();
  if (row.id === askedBy || row.id === redeemedBy) {
    await tx.update(users).set({ emailVerifiedAt: at, updatedAt: at }).where(mine);
    askForMove(tx, row.id);
    return { user: toUser({ ...row, emailVerifiedAt: at }), needsPassword: false };
  }
  return { user: await replaceAccount(shop, tx, toUser(row), email), needsPassword: true };
}

/** Keeps only role and groups, because admins gave them to the address. Everything else belonged to the maker. */
async function replaceAccount(
  shop: Shop,
  tx: Transaction,
  { id, role, groups, email: former }: Pick<User, 'id' | 'role' | 'groups' | 'email'>,
  email: string,
): Promise<User> {
  const { users } = tx.tables;
  const at = shop.clock.now();
  await tx
    .update(users)
    .set({ emailKey: `erased:${id}` })
    .where(eq(users.id, id));
  const name = email.slice(0, email.indexOf('@'));
  const user = await createUser(tx, { email, name, role, groups, passwordHash: null, at, isVerified: true });
  askForMove(tx, user.id);
  await silenceOrders(tx, id);
  await eraseUser(shop, tx, { id, email: former });
  if (role === 'admin') {
    recordAudit(
      tx,
      { actor: userActor(user.id), action: 'auth.claim', at },
      { target: { type: 'user', id: user.id, label: null }, before: null, after: { role, insteadOf: id } },
    );
  }
  return user;
}
