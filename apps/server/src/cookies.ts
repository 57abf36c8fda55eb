import type { Context, Settings } from '@cartwright/api';
import type { MiddlewareHandler } from 'hono';
import { generateCookie, getCookie } from 'hono/cookie';
import { cookieDroppers } from './origins.ts';
import type { AppContext, Variables } from './request.ts';

type Jar = 'session' | 'cart' | 'device';
type Kept = Context['reply'][Jar];

/** In production the prefix keeps other hosts of the same domain from setting these. It demands HTTPS. */
export function cookieNames({ isProduction }: Pick<Settings, 'isProduction'>): Record<Jar, string> {
  const prefix = isProduction ? '__Host-' : '';
  return {
    session: `${prefix}cartwright_session`,
    cart: `${prefix}cartwright_cart`,
    device: `${prefix}cartwright_device`,
  };
}

/** The secrets that a browser keeps for us and brings along. */
export function readCookies(c: AppContext, settings: Settings): Record<Jar, string | undefined> {
  const names = cookieNames(settings);
  const read = (jar: Jar) => getCookie(c, names[jar]) || undefined;
  return { session: read('session'), cart: read('cart'), device: read('device') };
}

/**
 * Hands what the rules want kept to the browser, on every surface. A cart's token is in the answer too, for clients
 * without cookies, so its cookie is only for pages of the shop. A device token is in a header, unless the session is in a
 * cookie. A browser that would drop a cookie is sent none.
 */
export function writeCookies(
  settings: Settings,
  isTrustedOrigin: (origin: string | undefined) => boolean,
): MiddlewareHandler<{ Variables: Variables }> {
  const names = cookieNames(settings);
  const dropsCookies = cookieDroppers(settings);
  return async (c, next) => {
    await next();
    const reply = c.get('reply');
    if (!reply) return;
    const sent = readCookies(c, settings);
    const write = (jar: Jar, kept: Kept) => {
      if (kept === undefined || (kept === 'clear' && sent[jar] === undefined)) return;
      if (kept !== 'clear' && dropsCookies(c)) return;
      c.res.headers.append('set-cookie', toCookie(names[jar], kept, settings));
    };
    write('session', reply.session);
    if (isTrustedOrigin(c.req.header('origin')) || reply.cart === 'clear') write('cart', reply.cart);
    const isInCookies = reply.session !== undefined || sent.device !== undefined;
    if (isInCookies) write('device', reply.device);
    else if (reply.device) c.res.headers.set('x-device-token', reply.device.token);
  };
}

/** It may stay in the browser for as long as it could possibly count; how long it does is the server's to say. */
function toCookie(name: string, kept: Exclude<Kept, undefined>, { isProduction, cookieSameSite }: Settings): string {
  const isCleared = kept === 'clear';
  const isForOthers = cookieSameSite === 'none';
  return generateCookie(name, isCleared ? '' : kept.token, {
    httpOnly: true,
    // Partitioned: of each site's pages a cookie of its own, which no other site's pages bring along.
    ...(isForOthers ? { sameSite: 'None', partitioned: true } : { sameSite: 'Lax' }),
    secure: isProduction || isForOthers,
    path: '/',
    expires: isCleared ? new Date(0) : kept.expiresAt,
  });
}
