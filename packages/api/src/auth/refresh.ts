import type { Tables, Transaction } from '@cartwright/db';
import type { Context } from '@cartwright/kernel/context';
import { derive } from '@cartwright/kernel/derive';
import { kernelFailures } from '@cartwright/kernel/failures';
import { hashSecret } from '@cartwright/kernel/ids';
import { announceLostAccess } from '@cartwright/kernel/lost-access';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, gt } from 'drizzle-orm';
import { authFailures } from './errors.ts';
import { accessTokenEnd, refreshLeeway, refreshTokenEnd } from './lifetimes.ts';
import type { RefreshInput, Session } from './schema.ts';
import { describeBearerSession, prolongCookieSession } from './sessions.ts';
import { toUser, userColumns } from './users.ts';

/**
 * Exchanges a refresh token for new tokens of the same session. Without a token, extends the session of the cookie.
 *
 * @throws REFRESH_REUSED the token was exchanged before, outside the leeway
 * @throws INVALID_CREDENTIALS the token is unknown or too old
 * @throws UNAUTHENTICATED the call has neither a token nor a valid cookie
 */
export async function refresh(ctx: Context, { refreshToken }: RefreshInput): Promise<Session> {
  if (refreshToken !== undefined) return exchange(ctx.shop, refreshToken);
  const signedIn = await ctx.identify();
  const isCookie = signedIn !== null && !signedIn.key && signedIn.mode === 'cookie';
  const session = isCookie ? await prolongCookieSession(ctx.shop, signedIn) : null;
  if (!session) throw kernelFailures.UNAUTHENTICATED({ reason: 'notRenewable' });
  return session;
}

/**
 * Exchanges a token once. Clients lose responses and may share a token, so an exchanged token returns the same new
 * tokens for some seconds. Later its use ends the session, because a thief must have a copy.
 */
async function exchange(shop: Shop, refreshToken: string): Promise<Session> {
  const presented = { hash: hashSecret(refreshToken), successor: successorOf(shop, refreshToken) };
  const outcome = await shop.db.transact(async (tx) => {
    const at = shop.clock.now();
    const session = (await rotate(shop, tx, presented, at)) ?? (await findRotated(tx, presented, at));
    if (!session) return (await endFamily(tx, presented.hash, at)) ? 'reused' : 'unknown';
    const { users } = tx.tables;
    const [user] = await tx.select(userColumns(tx.tables)).from(users).where(eq(users.id, session.userId));
    const { expiresAt } = session;
    return user ? describeBearerSession(shop, toUser(user), { ...presented.successor, expiresAt }) : 'unknown';
  });
  // The throw is outside the transaction, so that the session's end is not rolled back.
  if (outcome === 'reused') throw authFailures.REFRESH_REUSED({});
  if (outcome === 'unknown') throw authFailures.INVALID_CREDENTIALS({ wrong: 'refreshToken' });
  return outcome;
}

interface PresentedToken {
  readonly hash: string;
  readonly successor: { readonly accessToken: string; readonly refreshToken: string };
}

type RotatedSession = Pick<Tables['sessions']['$inferSelect'], 'userId' | 'expiresAt'>;

/**
 * Derives the tokens that follow a refresh token, so that a repeated response can show secrets that are stored as
 * hashes.
 */
function successorOf(shop: Shop, refreshToken: string): PresentedToken['successor'] {
  return {
    accessToken: derive(shop, 'access token after', refreshToken).toString('base64url'),
    refreshToken: derive(shop, 'refresh token after', refreshToken).toString('base64url'),
  };
}

/** Gives the session its next tokens if the presented token is valid. Concurrent calls rotate it once. */
async function rotate(
  shop: Shop,
  tx: Transaction,
  { hash, successor }: PresentedToken,
  at: Date,
): Promise<RotatedSession | undefined> {
  const { sessions, usedRefreshTokens } = tx.tables;
  const inForce = and(eq(sessions.refreshHash, hash), gt(sessions.refreshExpiresAt, at), gt(sessions.endsAt, at));
  // The absolute end never changes, so it may be read before the update that decides which call rotates.
  const [before] = await tx.select({ endsAt: sessions.endsAt }).from(sessions).where(inForce);
  if (!before) return undefined;
  const [session] = await tx
    .update(sessions)
    .set({
      tokenHash: hashSecret(successor.accessToken),
      expiresAt: accessTokenEnd(shop, before.endsAt),
      refreshHash: hashSecret(successor.refreshToken),
      refreshExpiresAt: refreshTokenEnd(shop, before.endsAt),
      lastUsedAt: at,
    })
    .where(inForce)
    .returning({ id: sessions.id, userId: sessions.userId, expiresAt: sessions.expiresAt });
  if (session) await tx.insert(usedRefreshTokens).values({ hash, sessionId: session.id, usedAt: at });
  return session;
}

/** Finds the session in which the presented token was exchanged within the leeway, while its successor is unused. */
async function findRotated(
  tx: Transaction,
  { hash, successor }: PresentedToken,
  at: Date,
): Promise<RotatedSession | undefined> {
  const { sessions, usedRefreshTokens } = tx.tables;
  const [rotated] = await tx
    .select({ usedAt: usedRefreshTokens.usedAt, userId: sessions.userId, expiresAt: sessions.expiresAt })
    .from(usedRefreshTokens)
    .innerJoin(sessions, eq(sessions.id, usedRefreshTokens.sessionId))
    .where(
      and(
        eq(usedRefreshTokens.hash, hash),
        eq(sessions.refreshHash, hashSecret(successor.refreshToken)),
        gt(sessions.refreshExpiresAt, at),
        gt(sessions.endsAt, at),
      ),
    );
  // The clocks of two servers differ in either direction.
  const isRecent = rotated && Math.abs(at.getTime() - rotated.usedAt.getTime()) < refreshLeeway;
  return isRecent ? rotated : undefined;
}

/**
 * Ends the session of a used token. The row stays until its purge, so that later uses of its tokens are still
 * recognised.
 */
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
