import type { Settings } from '@cartwright/api';
import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { setDefaultHeaders } from './headers.ts';

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

/**
 * CORS: the allowed origins may read answers, and bring cookies along. While developing, pages on this machine may read
 * them too, but without cookies, because anything may run there.
 */
export function corsFor(settings: Settings): MiddlewareHandler {
  const isLocal = (origin: string) => /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
  const isTrusted = trustedOrigins(settings);
  const options = {
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'last-event-id',
      'x-cart-token',
      'x-device-token',
      'x-request-id',
    ],
    exposeHeaders: [
      'etag',
      'idempotent-replayed',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'x-cache',
      'x-device-token',
      'x-request-id',
    ],
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
    if (c.req.method === 'OPTIONS') return allow(c, next);
    await next();
    // Not before: an answer that finds headers waiting for it is copied, body and all.
    return allow(c, async () => {});
  };
}
