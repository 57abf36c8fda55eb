import { randomUUID } from 'node:crypto';
import { createContext } from '@cartwright/api';
import type { Context as CallContext, RequestFacts } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { readCookies } from './cookies.ts';
import type { ClientStand } from './limits/client-limit.ts';
import { cookieDroppers, isCrossSite, isFollowedLink, isUnsafe, trustedOrigins } from './origins.ts';
import { clientAddresses } from './proxies.ts';

export interface Variables {
  requestId: string;
  /** The name of the procedure, or several names with commas between for a batch. */
  procedure: string;
  /** The reply that the rules set besides their result. */
  reply: CallContext['reply'];
  /** The state of the client's limit, if it has one. */
  limit: ClientStand | undefined;
}

export type AppContext = Context<{ Variables: Variables }>;

/** Returns the caller's request id if it is harmless, and a new one otherwise. */
export function requestIdOf(header: string | undefined): string {
  return header !== undefined && /^[\w.:-]{1,100}$/.test(header) ? header : randomUUID();
}

/**
 * Makes a function that opens the context of a call from its request.
 *
 * @throws CROSS_ORIGIN from the returned function: a page tries to act with its visitor's cookies and may not
 */
export function contextOpener(shop: Shop): (c: AppContext) => CallContext {
  const clientOf = clientAddresses(shop.settings.trustedProxies);
  const isTrustedOrigin = trustedOrigins(shop.settings);
  const dropsCookies = cookieDroppers(shop.settings);

  /** Returns the cookies that count. Cookies that another site's page sends without its visitor's will do not count. */
  function cookiesOf(c: AppContext): ReturnType<typeof readCookies> | undefined {
    const cookies = readCookies(c, shop.settings);
    const hasAny = (cookies.session ?? cookies.cart) !== undefined;
    if (!hasAny || isTrustedOrigin(c.req.header('origin'))) return cookies;
    if (isUnsafe(c.req.method)) throw kernelFailures.CROSS_ORIGIN({});
    return isCrossSite(c) && !isFollowedLink(c) ? undefined : cookies;
  }

  function factsOf(c: AppContext): RequestFacts {
    const authorization = c.req.header('authorization');
    // A page of another origin cannot send this header, so cookies beside it are neither needed nor dangerous.
    const cookies = authorization === undefined ? cookiesOf(c) : undefined;
    const idempotencyKey = c.req.header('idempotency-key');
    const userAgent = c.req.header('user-agent');
    return {
      requestId: c.get('requestId'),
      ip: clientOf(getConnInfo(c).remote.address ?? 'unknown', c.req.header('x-forwarded-for')),
      accessToken: authorization === undefined ? cookies?.session : bearerOf(authorization),
      cartToken: c.req.header('x-cart-token') ?? cookies?.cart,
      orderToken: c.req.header('x-order-token'),
      deviceToken: c.req.header('x-device-token') ?? cookies?.device,
      dropsCookies: dropsCookies(c),
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

/**
 * Makes a function that opens contexts for calls from the server's own pages. It ignores the credentials of the
 * request.
 */
export function guestOpener(shop: Shop): (c: AppContext, accessToken?: string) => CallContext {
  const clientOf = clientAddresses(shop.settings.trustedProxies);
  return (c, accessToken) => {
    const userAgent = c.req.header('user-agent');
    return createContext(shop, {
      requestId: c.get('requestId'),
      ip: clientOf(getConnInfo(c).remote.address ?? 'unknown', c.req.header('x-forwarded-for')),
      accessToken,
      ...(userAgent !== undefined && { userAgent }),
    });
  };
}

/** A header that is no bearer token becomes an unknown token, because it is a bad credential and not a guest. */
function bearerOf(authorization: string): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
}
