import type { Transaction } from '@cartwright/db';
import { recordAudit } from '@cartwright/kernel/audit';
import type { User } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { emailKey } from '@cartwright/kernel/fields';
import { announceLostAccess } from '@cartwright/kernel/lost-access';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq } from 'drizzle-orm';
import { revokeKeysOf } from './api-keys.ts';
import { lockAdmins, refuseLastAdmin } from './last-admin.ts';
import { hashNewPassword } from './passwords.ts';
import { newAccount } from './schema.ts';
import { endSessions } from './sessions.ts';
import { toUser, userColumns } from './users.ts';

export interface RoleChange {
  readonly user: User;
  /** False when the account had the role already. */
  readonly isChanged: boolean;
}

/**
 * Makes the account of an address an admin. Like the other verbs of this file it serves the command line, so access to
 * the database is enough. No request calls it.
 *
 * @throws {ZodError} the input is no e-mail address
 * @throws NOT_FOUND
 */
export function promoteAdmin(shop: Shop, input: { email: string }): Promise<RoleChange> {
  return changeRole(shop, input, 'admin', 'admin promote');
}

/**
 * Makes an admin a customer again, and revokes the API keys of the account.
 *
 * @throws {ZodError} the input is no e-mail address
 * @throws NOT_FOUND, LAST_ADMIN
 */
export function demoteAdmin(shop: Shop, input: { email: string }): Promise<RoleChange> {
  return changeRole(shop, input, 'customer', 'admin demote');
}

/**
 * Sets a new password for an admin, ends all sessions of the account, and voids e-mailed links that could set another.
 *
 * @returns the admin and the number of ended sessions
 * @throws {ZodError} an address or a password that registration would refuse too
 * @throws NOT_FOUND (no admin has this address), VALIDATION (a common password)
 */
export async function resetAdminPassword(
  { db, clock }: Shop,
  input: { email: string; password: string },
): Promise<{ user: User; endedSessions: number }> {
  const { email, password } = newAccount.pick({ email: true, password: true }).parse(input);
  const passwordHash = await hashNewPassword(password, 'password');
  return db.transact(async (tx) => {
    const at = clock.now();
    const { users, emailProofs } = tx.tables;
    await lockAdmins(tx);
    const user = await findAccount(tx, email);
    if (user.role !== 'admin') throw kernelFailures.NOT_FOUND({});
    await tx.update(users).set({ passwordHash, updatedAt: at }).where(eq(users.id, user.id));
    const endedSessions = await endSessions(tx, user.id);
    await tx
      .delete(emailProofs)
      .where(and(eq(emailProofs.purpose, 'reset'), eq(emailProofs.emailKey, emailKey(email))));
    recordAudit(
      tx,
      { actor: 'cli', action: 'admin reset-password', at },
      { target: { type: 'user', id: user.id, label: null }, before: null, after: { endedSessions } },
    );
    return { user, endedSessions };
  });
}

function changeRole(
  { db, clock }: Shop,
  input: { email: string },
  role: User['role'],
  action: string,
): Promise<RoleChange> {
  const { email } = newAccount.pick({ email: true }).parse(input);
  return db.transact(async (tx) => {
    const at = clock.now();
    const { users } = tx.tables;
    await lockAdmins(tx);
    const before = await findAccount(tx, email);
    if (before.role === role) return { user: before, isChanged: false };
    if (role !== 'admin') {
      await refuseLastAdmin(tx, before.id);
      await revokeKeysOf(tx, before.id, at);
      announceLostAccess(tx, before.id);
    }
    await tx.update(users).set({ role, updatedAt: at }).where(eq(users.id, before.id));
    recordAudit(
      tx,
      { actor: 'cli', action, at },
      { target: { type: 'user', id: before.id, label: null }, before: { role: before.role }, after: { role } },
    );
    return { user: { ...before, role }, isChanged: true };
  });
}

async function findAccount(tx: Transaction, email: string): Promise<User> {
  const { users } = tx.tables;
  const [account] = await tx
    .select(userColumns(tx.tables))
    .from(users)
    .where(eq(users.emailKey, emailKey(email)));
  if (!account) throw kernelFailures.NOT_FOUND({});
  return toUser(account);
}
