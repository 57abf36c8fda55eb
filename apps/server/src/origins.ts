import type { Settings } from '@cartwright/kernel/settings';
import type { Context, MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { setDefaultHeaders } from './headers.ts';
import type { Variables } from './request.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Tells whether a method may change something. */
export function isUnsafe(method: string): boolean {
  return !safeMethods.has(method);
}

/**
 * Makes a test for the origins whose pages may act with a visitor's cookies: the allowed ones, and this server's own.
 */
export function trustedOrigins({ allowedOrigins, publicUrl }: Settings): (origin: string | undefined) => boolean {
  const trusted: ReadonlySet<string> = new Set([...allowedOrigins, new URL(publicUrl).origin]);
  return (origin) => origin !== undefined && trusted.has(origin);
}

/** The response headers that a page may read besides those that browsers always show. */
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

/** Tells whether a page of another site sent the request. Clients that are not browsers send no such header. */
export function isCrossSite(c: Context): boolean {
  return c.req.header('sec-fetch-site') === 'cross-site';
}

/**
 * Tells whether the cookies of a request from another site count. As with `SameSite=Lax`, which not every cookie has, a
 * followed link brings cookies along, and a resource or form of another site does not.
 */
export function isFollowedLink(c: Context): boolean {
  return c.req.header('sec-fetch-mode') === 'navigate' && c.req.header('sec-fetch-dest') === 'document';
}

/**
 * Makes a test for requests whose responses can set no cookie in the browser. Pages of other sites keep cookies only
 * with COOKIE_SAME_SITE=none, and only the allowed ones.
 */
export function cookieDroppers(settings: Settings): (c: Context) => boolean {
  const isTrusted = trustedOrigins(settings);
  const areForOthers = settings.cookieSameSite === 'none';
  return (c) => isCrossSite(c) && !(areForOthers && isTrusted(c.req.header('origin')));
}

/**
 * Makes the CORS middleware. Allowed origins may read responses and send cookies. In development, pages on this machine
 * may read responses too, but without cookies, because anything may run there. Such pages may send any header, because
 * their origin is trusted.
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
    // A preflight counts as a call. Over its limit, the next middleware refuses it.
    if (c.req.method === 'OPTIONS' && c.get('limit')?.retryAfter === undefined) return allow(c, next);
    await next();
    // The headers are set last, because Hono copies a response, body included, if headers wait for it.
    return allow(c, async () => {});
  };
}
