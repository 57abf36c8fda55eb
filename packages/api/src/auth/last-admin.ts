import type { Transaction } from '@cartwright/db';
import { eq, sql } from 'drizzle-orm';
import { authFailures } from './errors.ts';

/**
 * To be called before a user loses the role admin or the account, in the same transaction. It holds every admin's row
 * until the end, so that of two admins who leave at the same time one stays.
 *
 * @throws LAST_ADMIN
 */
export async function refuseLastAdmin(tx: Transaction, userId: string): Promise<void> {
  const { users } = tx.tables;
  const admins = await tx
    .update(users)
    .set({ updatedAt: sql`${users.updatedAt}` })
    .where(eq(users.role, 'admin'))
    .returning({ id: users.id });
  if (admins.length === 1 && admins[0]?.id === userId) throw authFailures.LAST_ADMIN({});
}
