import type { Transaction } from '@cartwright/db';
import { eq } from 'drizzle-orm';
import { authFailures } from './errors.ts';

/**
 * Locks every admin's row, so that no account gains or loses the role until the transaction ends.
 *
 * @returns the ids of the admins
 */
export async function lockAdmins(tx: Transaction): Promise<string[]> {
  const { users } = tx.tables;
  const admins = await tx.lock(users, eq(users.role, 'admin'), { id: users.id });
  return admins.map(({ id }) => id);
}

/**
 * Call it before a user loses the role admin or the account, in the same transaction. If two admins leave at the same
 * time, one stays.
 *
 * @throws LAST_ADMIN
 */
export async function refuseLastAdmin(tx: Transaction, userId: string): Promise<void> {
  const admins = await lockAdmins(tx);
  if (admins.length === 1 && admins[0] === userId) throw authFailures.LAST_ADMIN({});
}
