import { getConnInfo } from '@hono/node-server/conninfo';
import { newId, type RequestFacts } from '@cartwright/api';
import type { Context } from 'hono';

export interface Variables {
  requestId: string;
}

export type AppContext = Context<{ Variables: Variables }>;

/** Takes the caller's request id if it is harmless, and makes one otherwise. */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && /^[\w.:-]{1,100}$/.test(header) ? header : newId();
}

/** What a request says of itself, in the words of the rules. */
export function requestFacts(c: AppContext): RequestFacts {
  const bearer = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const cartToken = c.req.header('x-cart-token');
  const idempotencyKey = c.req.header('idempotency-key');
  const userAgent = c.req.header('user-agent');
  return {
    requestId: c.get('requestId'),
    ip: getConnInfo(c).remote.address ?? 'unknown',
    // A header that is no bearer token is a bad credential, not a guest.
    ...(c.req.header('authorization') !== undefined && { accessToken: bearer ?? '' }),
    ...(cartToken !== undefined && { cartToken }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(userAgent !== undefined && { userAgent }),
  };
}
