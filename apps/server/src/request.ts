import { randomUUID } from 'node:crypto';
import {
  type Context as CallContext,
  createContext,
  kernelFailures,
  type RequestFacts,
  type Shop,
} from '@cartwright/api';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { readCookies } from './cookies.ts';
import type { ClientStand } from './limits/client-limit.ts';
import { isUnsafe, trustedOrigins } from './origins.ts';
import { clientAddresses } from './proxies.ts';

export interface Variables {
  requestId: string;
  /** The name of the procedure that answers; several with commas between for a batch. */
  procedure: string;
  /** What the rules said beside their answer, once they were asked. */
  reply: CallContext['reply'];
  /** Where the client stands with its limit, if there is one. */
  limit: ClientStand | undefined;
}

export type AppContext = Context<{ Variables: Variables }>;

/** Takes the caller's request id if it is harmless, and makes one otherwise. */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && /^[\w.:-]{1,100}$/.test(header) ? header : randomUUID();
}

/**
 * Puts requests into the words of the rules.
 *
 * @throws CROSS_ORIGIN, from what it returns: a page that may not act with its visitor's cookies tries to
 */
export function contextOpener(shop: Shop): (c: AppContext) => CallContext {
  const clientOf = clientAddresses(shop.settings.trustedProxies);
  const isTrustedOrigin = trustedOrigins(shop.settings);

  function factsOf(c: AppContext): RequestFacts {
    const authorization = c.req.header('authorization');
    // A page of another origin cannot send this header, so beside it cookies are neither needed nor a danger.
    const cookies = authorization === undefined ? readCookies(c, shop.settings) : undefined;
    const actsByCookie = (cookies?.session ?? cookies?.cart) !== undefined;
    if (actsByCookie && isUnsafe(c.req.method) && !isTrustedOrigin(c.req.header('origin'))) {
      throw kernelFailures.CROSS_ORIGIN({});
    }
    const idempotencyKey = c.req.header('idempotency-key');
    const userAgent = c.req.header('user-agent');
    return {
      requestId: c.get('requestId'),
      ip: clientOf(getConnInfo(c).remote.address ?? 'unknown', c.req.header('x-forwarded-for')),
      accessToken: authorization === undefined ? cookies?.session : bearerOf(authorization),
      cartToken: c.req.header('x-cart-token') ?? cookies?.cart,
      deviceToken: c.req.header('x-device-token') ?? cookies?.device,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(userAgent !== undefined && { userAgent }),
    };
  }

  return (c) => {
    const ctx = createContext(shop, factsOf(c));
    c.set('reply', ctx.reply);
    return ctx;
  };
}

/** A header that is no bearer token is a bad credential, not a guest: it becomes a token that nobody has. */
function bearerOf(authorization: string): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
}
