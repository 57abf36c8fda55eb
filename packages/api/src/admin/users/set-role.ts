import { recordAudit } from '@cartwright/kernel/audit';
import type { User, UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { announceLostAccess } from '@cartwright/kernel/lost-access';
import { eq } from 'drizzle-orm';
import { lockAdmins, refuseLastAdmin, revokeKeysOf, toUser, userColumns } from '../../auth/index.ts';
import type { SetRoleInput } from './schema.ts';

/**
 * Makes a user an admin or a customer, from the next call on. A former admin's API keys are revoked, and do not come
 * back with the role.
 *
 * @throws NOT_FOUND, LAST_ADMIN, FORBIDDEN the caller has just lost the role
 */
export function setRole(ctx: UserContext, { id, role }: SetRoleInput): Promise<User> {
  const { shop, signedIn } = ctx;
  const at = shop.clock.now();
  return shop.db.transact(async (tx) => {
    const { users } = tx.tables;
    // Locked until the commit: if two admins demote each other, the second is no longer an admin and is refused.
    if (!(await lockAdmins(tx)).includes(signedIn.user.id)) throw kernelFailures.FORBIDDEN({ reason: 'role' });
    const [before] = await tx.select(userColumns(tx.tables)).from(users).where(eq(users.id, id));
    if (!before) throw kernelFailures.NOT_FOUND({});
    if (before.role === role) return toUser(before);

    if (role !== 'admin') {
      await refuseLastAdmin(tx, id);
      await revokeKeysOf(tx, id, at);
      announceLostAccess(tx, id);
    }
    const [changed] = await tx
      .update(users)
      .set({ role, updatedAt: at })
      .where(eq(users.id, id))
      .returning(userColumns(tx.tables));
    if (!changed) throw kernelFailures.NOT_FOUND({});
    recordAudit(tx, ctx, {
      target: { type: 'user', id, label: null },
      before: { role: before.role },
      after: { role },
    });
    return toUser(changed);
  });
}
