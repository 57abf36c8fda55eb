import type { SessionContext } from '@cartwright/kernel/context';
import { announceLostAccess } from '@cartwright/kernel/lost-access';
import { eq } from 'drizzle-orm';
import { endSessions } from './sessions.ts';

/** Ends the session of this call, with its refresh token. */
export async function logout({ shop, reply, signedIn }: SessionContext): Promise<void> {
  await shop.db.transact(async (tx) => {
    const { sessions } = tx.tables;
    await tx.delete(sessions).where(eq(sessions.id, signedIn.sessionId));
    announceLostAccess(tx, signedIn.user.id);
  });
  leaveNothing(reply);
}

/** Ends every session of the caller, on all devices. */
export async function logoutAll({ shop, reply, signedIn }: SessionContext): Promise<void> {
  await shop.db.transact((tx) => endSessions(tx, signedIn.user.id));
  leaveNothing(reply);
}

/** Clears the session and the cart, so that the next person at this device gets neither. */
export function leaveNothing(reply: SessionContext['reply']): void {
  reply.session = 'clear';
  reply.cart = 'clear';
}
