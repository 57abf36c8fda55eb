import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { eq } from 'drizzle-orm';
import { endSessions } from '../../auth/index.ts';
import type { UserInput } from './schema.ts';

/**
 * Signs a person out on every device. The person can sign in again.
 *
 * @throws NOT_FOUND
 */
export async function endUserSessions(ctx: UserContext, { id }: UserInput): Promise<{ ended: number }> {
  return ctx.shop.db.transact(async (tx) => {
    const { users } = tx.tables;
    if ((await tx.$count(users, eq(users.id, id))) === 0) throw kernelFailures.NOT_FOUND({});
    const ended = await endSessions(tx, id);
    if (ended > 0) {
      recordAudit(tx, ctx, {
        target: { type: 'user', id, label: null },
        before: { sessions: ended },
        after: { sessions: 0 },
      });
    }
    return { ended };
  });
}
