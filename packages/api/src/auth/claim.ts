import type { Transaction } from '@cartwright/db';
import { eq, sql } from 'drizzle-orm';
import { recordAudit } from '../kernel/audit.ts';
import type { User } from '../kernel/context.ts';
import type { Shop } from '../kernel/shop.ts';
import { silenceOrders } from '../orders/index.ts';
import { createUser } from './create-user.ts';
import { eraseUser } from './erase-user.ts';
import type { Proof } from './proofs.ts';
import { toUser, userColumns } from './users.ts';

export interface ClaimedAccount {
  readonly user: User;
  /** The account was taken from its maker, and its owner has not chosen a password yet. */
  readonly needsPassword: boolean;
}

/**
 * Gives the account of a proven address to the reader of its mails. An account whose own session asked for the proof, or
 * redeems it, becomes verified as it is. Any other unverified account may have been made by a stranger who waits for the
 * owner to verify it: it is erased, and an empty account without a password takes its place.
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
  // Written to lock the row: of two proofs at the same time the second finds what the first has made of the account.
  const [account] = await tx
    .update(users)
    .set({ updatedAt: sql`${users.updatedAt}` })
    .where(mine)
    .returning({ ...userColumns(tx.tables), passwordHash: users.passwordHash });
  if (!account) return undefined;
  const { passwordHash, ...row } = account;
  if (row.emailVerifiedAt) return { user: toUser(row), needsPassword: passwordHash === null };

  const at = shop.clock.now();
  if (row.id === askedBy || row.id === redeemedBy) {
    await tx.update(users).set({ emailVerifiedAt: at, updatedAt: at }).where(mine);
    return { user: toUser({ ...row, emailVerifiedAt: at }), needsPassword: false };
  }
  return { user: await replaceAccount(shop, tx, row, email), needsPassword: true };
}

/** The role was given to the address, so it stays. Everything else was the maker's. */
async function replaceAccount(
  shop: Shop,
  tx: Transaction,
  { id, role, email: former }: Pick<User, 'id' | 'role' | 'email'>,
  email: string,
): Promise<User> {
  const { users } = tx.tables;
  const at = shop.clock.now();
  await tx
    .update(users)
    .set({ emailKey: `erased:${id}` })
    .where(eq(users.id, id));
  const name = email.slice(0, email.indexOf('@'));
  const user = await createUser(tx, { email, name, role, passwordHash: null, at, isVerified: true });
  await silenceOrders(tx, id);
  await eraseUser(shop, tx, { id, email: former });
  if (role === 'admin') {
    recordAudit(
      tx,
      { actor: `user:${user.id}`, action: 'auth.claim', at },
      { target: { type: 'user', id: user.id, label: null }, before: null, after: { role, insteadOf: id } },
    );
  }
  return user;
}
