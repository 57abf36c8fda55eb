import type { Shop } from '../kernel/shop.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Nothing prolongs a session past this. */
export const absoluteLifetime = 30 * day;

/** How long a refresh token that was exchanged is answered with the same new tokens again. */
export const refreshLeeway = 10_000;

/** The end of an access token that is made now, in a session that ends at `endsAt`. */
export function accessTokenEnd({ clock, settings }: Shop, endsAt: Date): Date {
  return earlier(endsAt, clock.now().getTime() + settings.accessTokenMinutes * minute);
}

/** The end of a refresh token that is made now. */
export function refreshTokenEnd({ clock, settings }: Shop, endsAt: Date): Date {
  return earlier(endsAt, clock.now().getTime() + settings.refreshTokenDays * day);
}

/** The end of a cookie's session that is used now: as far off as a refresh token's, and it moves with every use. */
export function cookieSessionEnd(shop: Shop, endsAt: Date): Date {
  return refreshTokenEnd(shop, endsAt);
}

function earlier(endsAt: Date, time: number): Date {
  return new Date(Math.min(endsAt.getTime(), time));
}
