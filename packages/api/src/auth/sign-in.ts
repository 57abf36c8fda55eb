import type { Transaction } from '@cartwright/db';
import type { Context, User } from '@cartwright/kernel/context';
import { failureOf } from '@cartwright/kernel/failure-of';
import { mergeGuestCart } from '../cart/index.ts';
import type { Session } from './schema.ts';
import type { AdmittedMode } from './session-mode.ts';
import { type StartedSession, startSession } from './sessions.ts';

/**
 * Signs in the user of `findUser` and merges the guest's cart, in one transaction. If the merge fails, the sign-in
 * succeeds and the cart stays the guest's.
 *
 * @param transact runs the transaction, or returns the result of an earlier call
 */
export async function signIn(
  ctx: Context,
  mode: AdmittedMode,
  findUser: (tx: Transaction) => Promise<User>,
  transact: (work: (tx: Transaction) => Promise<StartedSession>) => Promise<StartedSession> = ctx.shop.db.transact,
): Promise<Session> {
  const { shop, request, reply } = ctx;
  const attempt = (merges: boolean) =>
    transact(async (tx) => {
      const user = await findUser(tx);
      const { session, kept } = await startSession(ctx, tx, user, mode);
      const cart = merges ? await mergeGuestCart(ctx, tx, user.id) : undefined;
      return { session: { ...session, ...(cart && { cart }) }, ...(kept && { kept }) };
    });

  const { session, kept } = await attempt(request.cartToken !== undefined).catch((error: unknown) => {
    if (request.cartToken === undefined || failureOf(error).code !== 'INTERNAL') throw error;
    shop.log.error({ requestId: request.requestId, err: error }, 'cart could not be merged');
    return attempt(false);
  });
  if (kept) reply.session = kept;
  if (session.cart) reply.cart = 'clear';
  return session;
}
