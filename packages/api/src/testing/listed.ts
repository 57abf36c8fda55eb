import type { GuestContext, RequestFacts, UserContext } from '@cartwright/kernel/context';
import { failureOf } from '@cartwright/kernel/failure-of';
import type { Shop } from '@cartwright/kernel/shop';
import { createContext } from '../context.ts';

/** The context that a procedure for guests gets, for tests that call a verb itself. */
export async function guestContext(
  shop: Shop,
  procedure: string,
  request: Partial<RequestFacts> = {},
): Promise<GuestContext> {
  const ctx = createContext(shop, { requestId: 'test', ip: '127.0.0.1', ...request });
  return { ...ctx, call: { isReplay: false }, procedure, signedIn: await ctx.identify() };
}

/** The context that a procedure for customers gets, for tests that call a verb itself. */
export async function customerContext(
  shop: Shop,
  procedure: string,
  request: Partial<RequestFacts> & Pick<RequestFacts, 'accessToken'>,
): Promise<UserContext> {
  const { signedIn, ...ctx } = await guestContext(shop, procedure, request);
  if (!signedIn) throw new Error('The access token belongs to no account.');
  return { ...ctx, signedIn, readmit: async () => signedIn };
}

/** The values of outcomes, and the codes of those that were refused. */
export function valuesOrCodes<Value>(outcomes: readonly PromiseSettledResult<Value>[]): (Value | string)[] {
  return outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : failureOf(outcome.reason as unknown).code,
  );
}
