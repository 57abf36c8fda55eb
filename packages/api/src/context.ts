import type { Caller, Context, ReplyFacts, RequestFacts } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { findKeyHolder, findSignedIn, isApiKey, recogniseDevice } from './auth/index.ts';

/**
 * The context of one request.
 *
 * @throws VALIDATION the Idempotency-Key is not 1 to 255 visible ASCII characters
 */
export function createContext(shop: Shop, request: RequestFacts): Context {
  const { idempotencyKey, accessToken } = request;
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) {
    const message = 'Send 1 to 255 visible ASCII characters.';
    throw kernelFailures.VALIDATION({ issues: [{ path: 'Idempotency-Key', message, code: 'invalid_header' }] });
  }
  const reply: ReplyFacts = { replayed: false };
  let identity: Promise<Caller | null> | undefined;
  const identifyAgain = async () => (accessToken === undefined ? null : identify(shop, accessToken, reply));
  const recognise = (email: string) => recogniseDevice(shop, request.deviceToken, email);
  return { shop, request, reply, recognise, identifyAgain, identify: () => (identity ??= identifyAgain()) };
}

/** Identifies the caller. An invalid token is refused and never treated as a guest. */
async function identify(shop: Shop, accessToken: string, reply: ReplyFacts): Promise<Caller> {
  const caller = await (isApiKey(accessToken) ? findKeyHolder : findSignedIn)(shop, accessToken);
  if (!caller) {
    // A page cannot delete a cookie that it cannot read, and the server would refuse it as long as the cookie lives.
    reply.session = 'clear';
    throw kernelFailures.UNAUTHENTICATED({ reason: isApiKey(accessToken) ? 'key' : 'session' });
  }
  reply.userId = caller.user.id;
  if (caller.key) reply.keyId = caller.key.id;
  return caller;
}
