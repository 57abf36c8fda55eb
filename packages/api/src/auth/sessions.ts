import type { Transaction } from '@cartwright/db';
import type { Context, KeptSecret, SignedIn, User } from '@cartwright/kernel/context';
import { hashSecret, newId, newSecret } from '@cartwright/kernel/ids';
import { announceLostAccess } from '@cartwright/kernel/lost-access';
import type { Shop } from '@cartwright/kernel/shop';
import { and, desc, eq, gt, lt, ne, sql } from 'drizzle-orm';
import { luciaOn } from './adapter.ts';
import { absoluteLifetime, accessTokenEnd, cookieSessionEnd } from './lifetimes.ts';
import { mostSessions, type Session } from './schema.ts';
import type { AdmittedMode } from './session-mode.ts';
import { toUser } from './users.ts';

const minute = 60_000;

/** The precision of a device's last use. A higher one would cost a write for each request. */
const useGranularity = 5 * minute;

/** Finds the user and the session of an access token or a cookie; null if it is unknown, expired or revoked. */
export async function findSignedIn(shop: Shop, secret: string): Promise<SignedIn | null> {
  const lucia = luciaOn(shop, shop.db.read, shop.db.transact);
  const { session, user } = await lucia.validateSession(secret);
  if (!session) return null;
  const { sessionId, mode, lastUsedAt } = session;
  const now = shop.clock.now();
  if (now.getTime() - lastUsedAt.getTime() > useGranularity) await noteUse(shop, sessionId, now);
  return { user: toUser(user.row), sessionId, mode };
}

async function noteUse({ db }: Shop, sessionId: string, at: Date): Promise<void> {
  await db.transact(async (tx) => {
    const { sessions } = tx.tables;
    await tx.update(sessions).set({ lastUsedAt: at }).where(eq(sessions.id, sessionId));
  });
}

export interface StartedSession {
  readonly session: Session;
  /** The secret for the client's cookie, in cookie mode. */
  readonly kept?: KeptSecret;
}

/** Signs `user` in on a new device. Beyond `mostSessions` this ends the oldest session. */
export async function startSession(
  ctx: Context,
  tx: Transaction,
  user: User,
  mode: AdmittedMode,
): Promise<StartedSession> {
  const { shop, request } = ctx;
  const lucia = luciaOn(shop, tx, (work) => work(tx));
  const secret = newSecret();
  const at = shop.clock.now();
  const device = { userAgent: request.userAgent?.slice(0, 300) ?? null, ip: request.ip };
  const attributes = { sessionId: newId(), mode, lastUsedAt: at, ...device };
  const endsAt = new Date(at.getTime() + absoluteLifetime);

  if (mode === 'cookie') {
    await endReplaced(tx, request.accessToken);
    await lucia.createSession(user.id, attributes, { sessionId: secret });
    await endOldest(tx, user.id, attributes.sessionId);
    return { session: describeCookieSession(shop, user, endsAt), kept: { token: secret, expiresAt: endsAt } };
  }
  const refreshToken = newSecret();
  await lucia.createSession(user.id, { ...attributes, refreshToken }, { sessionId: secret });
  await endOldest(tx, user.id, attributes.sessionId);
  const expiresAt = accessTokenEnd(shop, endsAt);
  return { session: describeBearerSession(shop, user, { accessToken: secret, refreshToken, expiresAt }) };
}

/** Ends the oldest sessions beyond those that an account may have, but never the one that has just begun. */
async function endOldest(tx: Transaction, userId: string, begun: string): Promise<void> {
  const { sessions } = tx.tables;
  const mine = eq(sessions.userId, userId);
  const oldestKept = tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(mine)
    .orderBy(desc(sessions.id))
    .limit(1)
    .offset(mostSessions - 1);
  const ended = await tx
    .delete(sessions)
    .where(and(mine, lt(sessions.id, sql`(${oldestKept})`), ne(sessions.id, begun)))
    .returning({ id: sessions.id });
  if (ended.length > 0) announceLostAccess(tx, userId);
}

/** Ends the session whose cookie the new one replaces, because no client could sign it out any more. */
async function endReplaced(tx: Transaction, cookie: string | undefined): Promise<void> {
  if (cookie === undefined) return;
  const { sessions } = tx.tables;
  const [ended] = await tx
    .delete(sessions)
    .where(and(eq(sessions.tokenHash, hashSecret(cookie)), eq(sessions.mode, 'cookie')))
    .returning({ userId: sessions.userId });
  if (ended) announceLostAccess(tx, ended.userId);
}

/** Gives a cookie's session a new secret, so that a copy of the old cookie opens nothing. */
export async function renewCookie(tx: Transaction, sessionId: string): Promise<KeptSecret | undefined> {
  const { sessions } = tx.tables;
  const token = newSecret();
  const [session] = await tx
    .update(sessions)
    .set({ tokenHash: hashSecret(token) })
    .where(and(eq(sessions.id, sessionId), eq(sessions.mode, 'cookie')))
    .returning({ endsAt: sessions.endsAt });
  return session && { token, expiresAt: session.endsAt };
}

/** Ends every session of a user, or all but `keep`. @returns the number of ended sessions */
export async function endSessions(tx: Transaction, userId: string, { keep }: { keep?: string } = {}): Promise<number> {
  const { sessions } = tx.tables;
  const all = eq(sessions.userId, userId);
  const ended = await tx
    .delete(sessions)
    .where(keep === undefined ? all : and(all, ne(sessions.id, keep)))
    .returning({ id: sessions.id });
  announceLostAccess(tx, userId);
  return ended.length;
}

/** Extends a cookie's session to its full length, as use does over time. Its absolute end stays. */
export async function prolongCookieSession(shop: Shop, { user, sessionId }: SignedIn): Promise<Session | null> {
  const at = shop.clock.now();
  return shop.db.transact(async (tx) => {
    const { sessions } = tx.tables;
    const mine = and(eq(sessions.id, sessionId), gt(sessions.endsAt, at));
    const [session] = await tx.select({ endsAt: sessions.endsAt }).from(sessions).where(mine);
    if (!session) return null;
    const expiresAt = cookieSessionEnd(shop, session.endsAt);
    await tx.update(sessions).set({ expiresAt, lastUsedAt: at }).where(mine);
    return describeCookieSession(shop, user, session.endsAt);
  });
}

export function describeBearerSession(
  shop: Shop,
  user: User,
  { accessToken, refreshToken, expiresAt }: { accessToken: string; refreshToken: string; expiresAt: Date },
): Session {
  return { user, accessToken, refreshToken, tokenType: 'Bearer', expiresIn: secondsUntil(shop, expiresAt), expiresAt };
}

function describeCookieSession(shop: Shop, user: User, endsAt: Date): Session {
  const expiresAt = cookieSessionEnd(shop, endsAt);
  return { user, expiresIn: secondsUntil(shop, expiresAt), expiresAt };
}

function secondsUntil({ clock }: Shop, at: Date): number {
  return Math.round((at.getTime() - clock.now().getTime()) / 1_000);
}
