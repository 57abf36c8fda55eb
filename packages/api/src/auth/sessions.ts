import type { Database, Reader, Transaction } from '@cartwright/db';
import { and, eq, gt, lt } from 'drizzle-orm';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import type { Context, SignedIn, User } from '../kernel/context.ts';
import { hashSecret, newId, newSecret } from '../kernel/ids.ts';
import type { Shop } from '../kernel/shop.ts';
import { authFailures } from './errors.ts';
import type { Session } from './schema.ts';
import { toUser, userColumns, type UserRow } from './users.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const absoluteLifetime = 30 * day;

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<{ sessionId: string }, { row: UserRow }>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserRow;
  }
}

interface SessionAttributes {
  sessionId: string;
  refreshToken: string;
  userAgent: string | null;
  ip: string;
}

/**
 * Lucia over our tables. To lucia a session's id is the access token; the database holds only its SHA-256, so that
 * nothing stored there can be presented as a credential. Times are those of the shop's clock.
 */
function luciaOn(shop: Shop, read: Reader | Transaction, transact: Database['transact']) {
  const { sessions, users } = read.tables;
  const now = () => shop.clock.now();

  const adapter: Adapter = {
    async getSessionAndUser(token) {
      const [row] = await read
        .select({ session: sessions, user: userColumns(read.tables) })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.tokenHash, hashSecret(token)), gt(sessions.expiresAt, now())));
      return row ? [toDatabaseSession(token, row.session), toDatabaseUser(row.user)] : [null, null];
    },
    async getUserSessions(userId) {
      const rows = await read.select().from(sessions).where(eq(sessions.userId, userId));
      return rows.map((row) => toDatabaseSession('', row));
    },
    async setSession({ id: token, userId, attributes }) {
      const at = now();
      await transact(async (tx) => {
        await tx.insert(sessions).values({
          id: attributes.sessionId,
          userId,
          mode: 'bearer',
          tokenHash: hashSecret(token),
          expiresAt: accessTokenEnd(shop, at),
          refreshHash: hashSecret(attributes.refreshToken),
          refreshExpiresAt: new Date(at.getTime() + shop.settings.refreshTokenDays * day),
          endsAt: new Date(at.getTime() + absoluteLifetime),
          userAgent: attributes.userAgent,
          ip: attributes.ip,
          createdAt: at,
          lastUsedAt: at,
        });
      });
    },
    // An access token is not prolonged by use: its client refreshes it.
    async updateSessionExpiration() {},
    async deleteSession(token) {
      await transact(async (tx) => {
        await tx.delete(sessions).where(eq(sessions.tokenHash, hashSecret(token)));
      });
    },
    async deleteUserSessions(userId) {
      await transact(async (tx) => {
        await tx.delete(sessions).where(eq(sessions.userId, userId));
      });
    },
    async deleteExpiredSessions() {
      await transact(async (tx) => {
        await tx.delete(sessions).where(lt(sessions.endsAt, now()));
      });
    },
  };
  return new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(shop.settings.accessTokenMinutes, 'm'),
    getSessionAttributes: ({ sessionId }) => ({ sessionId }),
    getUserAttributes: (row) => ({ row }),
  });
}

/** Who an access token belongs to; null when it is unknown, expired or revoked. */
export async function findSignedIn(shop: Shop, accessToken: string): Promise<SignedIn | null> {
  const lucia = luciaOn(shop, shop.db.read, shop.db.transact);
  const { session, user } = await lucia.validateSession(accessToken);
  return session ? { user: toUser(user.row), sessionId: session.sessionId } : null;
}

/** Signs `user` in on a new device. */
export async function startSession(ctx: Context, tx: Transaction, user: User): Promise<Session> {
  const lucia = luciaOn(ctx.shop, tx, (work) => work(tx));
  const accessToken = newSecret();
  const refreshToken = newSecret();
  const { ip, userAgent = null } = ctx.request;
  const attributes = { sessionId: newId(), refreshToken, userAgent: userAgent?.slice(0, 300) ?? null, ip };
  await lucia.createSession(user.id, attributes, { sessionId: accessToken });
  return describeSession(ctx.shop, user, accessToken, refreshToken);
}

/**
 * Exchanges a refresh token for new tokens of the same session. Of several who present one token at the same time one
 * wins; an exchanged token presented again ends the session, because somebody else must hold a copy.
 *
 * @throws REFRESH_REUSED the token was exchanged before
 * @throws INVALID_CREDENTIALS the token is unknown or too old
 */
export async function refreshSession(ctx: Context, refreshToken: string): Promise<Session> {
  const { shop } = ctx;
  const hash = hashSecret(refreshToken);
  const outcome = await shop.db.transact(async (tx) => {
    const { sessions, usedRefreshTokens, users } = tx.tables;
    const at = shop.clock.now();
    const next = { access: newSecret(), refresh: newSecret() };
    const [session] = await tx
      .update(sessions)
      .set({
        tokenHash: hashSecret(next.access),
        expiresAt: accessTokenEnd(shop, at),
        refreshHash: hashSecret(next.refresh),
        refreshExpiresAt: new Date(at.getTime() + shop.settings.refreshTokenDays * day),
        lastUsedAt: at,
      })
      .where(and(eq(sessions.refreshHash, hash), gt(sessions.refreshExpiresAt, at), gt(sessions.endsAt, at)))
      .returning({ id: sessions.id, userId: sessions.userId });

    if (!session) {
      const [used] = await tx.select().from(usedRefreshTokens).where(eq(usedRefreshTokens.hash, hash));
      if (used) await tx.delete(sessions).where(eq(sessions.id, used.sessionId));
      return used ? 'reused' : 'unknown';
    }
    await tx.insert(usedRefreshTokens).values({ hash, sessionId: session.id, usedAt: at });
    const [user] = await tx.select(userColumns(tx.tables)).from(users).where(eq(users.id, session.userId));
    return user ? describeSession(shop, toUser(user), next.access, next.refresh) : 'unknown';
  });
  // Thrown outside, so that ending the session is not rolled back.
  if (outcome === 'reused') throw authFailures.REFRESH_REUSED({});
  if (outcome === 'unknown') throw authFailures.INVALID_CREDENTIALS({});
  return outcome;
}

function describeSession(shop: Shop, user: User, accessToken: string, refreshToken: string): Session {
  const at = shop.clock.now();
  const expiresAt = accessTokenEnd(shop, at);
  const expiresIn = Math.round((expiresAt.getTime() - at.getTime()) / 1_000);
  return { user, accessToken, refreshToken, tokenType: 'Bearer', expiresIn, expiresAt };
}

function accessTokenEnd(shop: Shop, at: Date): Date {
  return new Date(at.getTime() + shop.settings.accessTokenMinutes * minute);
}

function toDatabaseSession(token: string, row: { id: string; userId: string; expiresAt: Date }): DatabaseSession {
  const attributes = { sessionId: row.id } as SessionAttributes;
  return { id: token, userId: row.userId, expiresAt: row.expiresAt, attributes };
}

function toDatabaseUser(row: UserRow): DatabaseUser {
  return { id: row.id, attributes: row };
}
