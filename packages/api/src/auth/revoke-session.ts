import type { SessionContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { announceLostAccess } from '@cartwright/kernel/lost-access';
import { and, eq } from 'drizzle-orm';
import { leaveNothing } from './logout.ts';
import type { IdInput } from './schema.ts';

/**
 * Signs one of the caller's devices out.
 *
 * @throws NOT_FOUND also if the session is another user's
 */
export async function revokeSession({ shop, reply, signedIn }: SessionContext, { id }: IdInput): Promise<void> {
  await shop.db.transact(async (tx) => {
    const { sessions } = tx.tables;
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, id), eq(sessions.userId, signedIn.user.id)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw kernelFailures.NOT_FOUND({});
    announceLostAccess(tx, signedIn.user.id);
  });
  if (id === signedIn.sessionId) leaveNothing(reply);
}
