import { recordAudit } from '@cartwright/kernel/audit';
import type { User, UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import { toUser, userColumns } from '../../auth/index.ts';
import type { SetGroupsInput } from './schema.ts';

/**
 * Sets the customer groups of an account, from its next call on.
 *
 * @throws NOT_FOUND
 */
export function setGroups(ctx: UserContext, { id, groups: names }: SetGroupsInput): Promise<User> {
  const groups = [...new Set(names)].sort();
  return ctx.shop.db.transact(async (tx) => {
    const { users } = tx.tables;
    const [row] = await tx.lock(users, eq(users.id, id), userColumns(tx.tables));
    if (!row) throw kernelFailures.NOT_FOUND({});
    const before = toUser(row);
    if (before.groups.join('\n') === groups.join('\n')) return before;

    await tx.update(users).set({ groups, updatedAt: ctx.shop.clock.now() }).where(eq(users.id, id));
    recordAudit(tx, ctx, {
      target: { type: 'user', id, label: null },
      before: { groups: before.groups },
      after: { groups },
    });
    return { ...before, groups };
  });
}
