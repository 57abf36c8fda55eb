import type { Settings } from '@cartwright/api';
import type { MiddlewareHandler } from 'hono';
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
  'x-cart-token',
  'x-device-token',
  'x-request-id',
];

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
