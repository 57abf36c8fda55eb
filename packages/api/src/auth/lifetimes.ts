import type { Shop } from '@cartwright/kernel/shop';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The longest lifetime of a session, which nothing extends. */
export const absoluteLifetime = 30 * day;

/** How long a repeated exchange of a refresh token returns the same new tokens. */
export const refreshLeeway = 10_000;

/** The end of a new access token in a session that ends at `endsAt`. */
export function accessTokenEnd({ clock, settings }: Shop, endsAt: Date): Date {
  return earlier(endsAt, clock.now().getTime() + settings.accessTokenMinutes * minute);
}

/** The end of a new refresh token in a session that ends at `endsAt`. */
export function refreshTokenEnd({ clock, settings }: Shop, endsAt: Date): Date {
  return earlier(endsAt, clock.now().getTime() + settings.refreshTokenDays * day);
}

/** The end of a cookie's session that is used now. It is as late as a refresh token's, and every use moves it. */
export function cookieSessionEnd(shop: Shop, endsAt: Date): Date {
  return refreshTokenEnd(shop, endsAt);
}

function earlier(endsAt: Date, time: number): Date {
  return new Date(Math.min(endsAt.getTime(), time));
}
