import type { Settings } from '@cartwright/api';
import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { setDefaultHeaders } from './headers.ts';
import type { Variables } from './request.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a method may change something. */
export function isUnsafe(method: string): boolean {
  return !safeMethods.has(method);
}

/** A test for the origins whose pages may act with a visitor's cookies: the allowed ones, and this server's own. */
export function trustedOrigins({ allowedOrigins, publicUrl }: Settings): (origin: string | undefined) => boolean {
  const trusted: ReadonlySet<string> = new Set([...allowedOrigins, new URL(publicUrl).origin]);
  return (origin) => origin !== undefined && trusted.has(origin);
}

/** What a page may read of an answer beside what browsers show of every answer. */
export const exposedHeaders = [
  'allow',
  'content-disposition',
  'etag',
  'idempotent-replayed',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'www-authenticate',
  'x-cache',
  'x-device-token',
  'x-request-id',
];

/** Whether the browser says that a page of another site sends the request. Clients that say nothing are not browsers. */
export function isCrossSite(c: Context): boolean {
  return c.req.header('sec-fetch-site') === 'cross-site';
}

/**
 * A test for requests whose cookies count although another site caused them. As with `SameSite=Lax`, which not every
 * cookie has, a link that is followed brings cookies along, and what a page of another site loads or sends does not.
 */
export function isFollowedLink(c: Context): boolean {
  return c.req.header('sec-fetch-mode') === 'navigate' && c.req.header('sec-fetch-dest') === 'document';
}

/**
 * A test for requests to whose answer the browser would attach no cookie of ours. Pages of other sites keep cookies only
 * where COOKIE_SAME_SITE=none, and of those only the allowed ones.
 */
export function cookieDroppers(settings: Settings): (c: Context) => boolean {
  const isTrusted = trustedOrigins(settings);
  const areForOthers = settings.cookieSameSite === 'none';
  return (c) => isCrossSite(c) && !(areForOthers && isTrusted(c.req.header('origin')));
}

/**
 * CORS: the allowed origins may read answers, and bring cookies along. While developing, pages on this machine may read
 * them too, but without cookies, because anything may run there. Such a page may send any header, such as `traceparent`
 * or those that it gives to the SDK: a list would keep out nothing, because its origin is what is trusted.
 */
export function corsFor(settings: Settings): MiddlewareHandler<{ Variables: Variables }> {
  const isLocal = (origin: string) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
  const isTrusted = trustedOrigins(settings);
  const options = {
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposeHeaders: exposedHeaders,
    maxAge: 600,
  };
  const withCookies = cors({ ...options, origin: (origin) => origin, credentials: true });
  const without = cors({ ...options, origin: (origin) => (!settings.isProduction && isLocal(origin) ? origin : null) });
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin === undefined && c.req.method !== 'OPTIONS') {
      setDefaultHeaders(c, { vary: 'Origin' });
      return next();
    }
    const allow = isTrusted(origin) ? withCookies : without;
    // A preflight counts as a call. Beyond its limit the client is refused by what comes next.
    if (c.req.method === 'OPTIONS' && c.get('limit')?.retryAfter === undefined) return allow(c, next);
    await next();
    // Not before: an answer that finds headers waiting for it is copied, body and all.
    return allow(c, async () => {});
  };
}
