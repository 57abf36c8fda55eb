import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import { type ErasedAccount, eraseUser, lockAdmins } from '../../auth/index.ts';
import type { UserInput } from './schema.ts';

/**
 * Erases a person: account, sessions, addresses, cart and API keys. The orders stay for the books, without the person.
 * Data that an open order needs is erased when the order closes.
 *
 * @throws NOT_FOUND, LAST_ADMIN, FORBIDDEN the caller has just lost the role
 */
export async function removeUser(ctx: UserContext, { id }: UserInput): Promise<ErasedAccount> {
  const { shop, signedIn } = ctx;
  return shop.db.transact(async (tx) => {
    const { users } = tx.tables;
    if (!(await lockAdmins(tx)).includes(signedIn.user.id)) throw kernelFailures.FORBIDDEN({ reason: 'role' });
    const [user] = await tx.select({ email: users.email, role: users.role }).from(users).where(eq(users.id, id));
    if (!user) throw kernelFailures.NOT_FOUND({});
    const openOrders = await eraseUser(shop, tx, { id, email: user.email });
    recordAudit(tx, ctx, { target: { type: 'user', id, label: null }, before: { role: user.role }, after: null });
    return { openOrders };
  });
}
