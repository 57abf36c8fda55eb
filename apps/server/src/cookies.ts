import type { Context } from '@cartwright/kernel/context';
import type { Settings } from '@cartwright/kernel/settings';
import type { MiddlewareHandler } from 'hono';
import { generateCookie, getCookie } from 'hono/cookie';
import { cookieDroppers } from './origins.ts';
import type { AppContext, Variables } from './request.ts';

type Jar = 'session' | 'cart' | 'device';
type Kept = Context['reply'][Jar];

/** In production the prefix keeps other hosts of the domain from setting these cookies. It requires HTTPS. */
export function cookieNames({ isProduction }: Pick<Settings, 'isProduction'>): Record<Jar, string> {
  const prefix = isProduction ? '__Host-' : '';
  return {
    session: `${prefix}cartwright_session`,
    cart: `${prefix}cartwright_cart`,
    device: `${prefix}cartwright_device`,
  };
}

/** Reads the secrets that the browser keeps for the server. */
export function readCookies(c: AppContext, settings: Settings): Record<Jar, string | undefined> {
  const names = cookieNames(settings);
  const read = (jar: Jar) => getCookie(c, names[jar]) || undefined;
  return { session: read('session'), cart: read('cart'), device: read('device') };
}

/**
 * Sends the kept secrets of a reply to the browser, on every surface. Clients without cookies get a cart's token in the
 * response, so its cookie is only for pages of the shop. A device token is a header unless the session is a cookie. A
 * browser that would drop a cookie gets none.
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

/** Makes a cookie that lasts as long as the secret could possibly be valid. The server decides how long it is. */
function toCookie(name: string, kept: Exclude<Kept, undefined>, { isProduction, cookieSameSite }: Settings): string {
  const isCleared = kept === 'clear';
  const isForOthers = cookieSameSite === 'none';
  return generateCookie(name, isCleared ? '' : kept.token, {
    httpOnly: true,
    // Partitioned cookies are separate for each site, so no other site's pages send them.
    ...(isForOthers ? { sameSite: 'None', partitioned: true } : { sameSite: 'Lax' }),
    secure: isProduction || isForOthers,
    path: '/',
    expires: isCleared ? new Date(0) : kept.expiresAt,
  });
}
