import type { Transaction } from '@cartwright/db';
import { eq, sql } from 'drizzle-orm';
import { authFailures } from './errors.ts';

/**
 * Holds every admin's row until the end of the transaction: nobody becomes an admin, or ceases to be one, meanwhile.
 *
 * @returns their ids
 */
export async function holdAdmins(tx: Transaction): Promise<string[]> {
  const { users } = tx.tables;
  const admins = await tx
    .update(users)
    .set({ updatedAt: sql`${users.updatedAt}` })
    .where(eq(users.role, 'admin'))
    .returning({ id: users.id });
  return admins.map(({ id }) => id);
}

/**
 * To be called before a user loses the role admin or the account, in the same transaction: of two admins who leave at
 * the same time one stays.
 *
 * @throws LAST_ADMIN
 */
export async function refuseLastAdmin(tx: Transaction, userId: string): Promise<void> {
  const admins = await holdAdmins(tx);
  if (admins.length === 1 && admins[0] === userId) throw authFailures.LAST_ADMIN({});
}
