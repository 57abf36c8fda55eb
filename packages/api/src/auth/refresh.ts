import type { Transaction } from '@cartwright/db';
import { and, eq, gt } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { hashSecret, newSecret } from '../kernel/ids.ts';
import { announceLostAccess } from '../kernel/lost-access.ts';
import type { Shop } from '../kernel/shop.ts';
import { authFailures } from './errors.ts';
import { accessTokenEnd, refreshTokenEnd } from './lifetimes.ts';
import type { RefreshInput, Session } from './schema.ts';
import { describeBearerSession, prolongCookieSession } from './sessions.ts';
import { toUser, userColumns } from './users.ts';

/**
 * Exchanges a refresh token for new tokens of the same session; without one, prolongs the session of the cookie.
 *
 * @throws REFRESH_REUSED the token was exchanged before
 * @throws INVALID_CREDENTIALS the token is unknown or too old
 * @throws UNAUTHENTICATED neither a token nor a cookie in force came along
 */
export async function refresh(ctx: Context, { refreshToken }: RefreshInput): Promise<Session> {
  if (refreshToken !== undefined) return exchange(ctx.shop, refreshToken);
  const signedIn = await ctx.identify();
  const isCookie = signedIn !== null && !signedIn.key && signedIn.mode === 'cookie';
  const session = isCookie ? await prolongCookieSession(ctx.shop, signedIn) : null;
  if (!session) throw kernelFailures.UNAUTHENTICATED({});
  return session;
}

/**
 * Of several who present one token at the same time one wins; an exchanged token presented again ends the session,
 * because somebody else must hold a copy.
 */
async function exchange(shop: Shop, refreshToken: string): Promise<Session> {
  const hash = hashSecret(refreshToken);
  const next = { accessToken: newSecret(), refreshToken: newSecret() };
  const outcome = await shop.db.transact(async (tx) => {
    const { sessions, usedRefreshTokens, users } = tx.tables;
    const at = shop.clock.now();
    const inForce = and(eq(sessions.refreshHash, hash), gt(sessions.refreshExpiresAt, at), gt(sessions.endsAt, at));
    // Its absolute end never changes, so it may be read before the update that decides who wins.
    const [before] = await tx.select({ endsAt: sessions.endsAt }).from(sessions).where(inForce);
    const [session] = before
      ? await tx
          .update(sessions)
          .set({
            tokenHash: hashSecret(next.accessToken),
            expiresAt: accessTokenEnd(shop, before.endsAt),
            refreshHash: hashSecret(next.refreshToken),
            refreshExpiresAt: refreshTokenEnd(shop, before.endsAt),
            lastUsedAt: at,
          })
          .where(inForce)
          .returning({ id: sessions.id, userId: sessions.userId, endsAt: sessions.endsAt })
      : [];
    if (!session) return (await endFamily(tx, hash, at)) ? 'reused' : 'unknown';

    await tx.insert(usedRefreshTokens).values({ hash, sessionId: session.id, usedAt: at });
    const [user] = await tx.select(userColumns(tx.tables)).from(users).where(eq(users.id, session.userId));
    return user ? describeBearerSession(shop, toUser(user), { ...next, endsAt: session.endsAt }) : 'unknown';
  });
  // Thrown outside, so that ending the session is not rolled back.
  if (outcome === 'reused') throw authFailures.REFRESH_REUSED({});
  if (outcome === 'unknown') throw authFailures.INVALID_CREDENTIALS({});
  return outcome;
}

/** The row stays until it is purged, so that every later use of one of its tokens is known for what it is. */
async function endFamily(tx: Transaction, usedHash: string, at: Date): Promise<boolean> {
  const { sessions, usedRefreshTokens } = tx.tables;
  const [used] = await tx.select().from(usedRefreshTokens).where(eq(usedRefreshTokens.hash, usedHash));
  if (!used) return false;
  const [ended] = await tx
    .update(sessions)
    .set({ expiresAt: at, refreshExpiresAt: at, endsAt: at })
    .where(and(eq(sessions.id, used.sessionId), gt(sessions.endsAt, at)))
    .returning({ userId: sessions.userId });
  if (ended) announceLostAccess(tx, ended.userId);
  return true;
}
