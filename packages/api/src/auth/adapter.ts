import { type Database, listOf, prepared, type Reader, type Tables, type Transaction } from '@cartwright/db';
import { createBatches } from '@cartwright/kernel/batches';
import type { SessionMode } from '@cartwright/kernel/context';
import { hashSecret } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, gt, lt } from 'drizzle-orm';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import { absoluteLifetime, accessTokenEnd, cookieSessionEnd, refreshTokenEnd } from './lifetimes.ts';
import { type UserRow, userColumns } from './users.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<{ sessionId: string; mode: SessionMode; lastUsedAt: Date }, { row: UserRow }>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserRow;
  }
}

interface SessionAttributes {
  sessionId: string;
  mode: SessionMode;
  /** Only for a new session in bearer mode. */
  refreshToken?: string;
  userAgent?: string | null;
  ip?: string;
  lastUsedAt: Date;
}

const findSessions = prepared(
  'sessions',
  ({ sessions }) => ({ tokenHashes: listOf(sessions.tokenHash), now: sessions.expiresAt }),
  (read, { tokenHashes, now }) => {
    const { sessions, users } = read.tables;
    return read
      .select({ session: sessions, user: userColumns(read.tables) })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(and(read.isOneOf(sessions.tokenHash, tokenHashes), gt(sessions.expiresAt, now), gt(sessions.endsAt, now)));
  },
);

interface FoundSession {
  readonly session: Tables['sessions']['$inferSelect'];
  readonly user: UserRow;
}

/**
 * The open session of a token. Runs in every call of a signed-in caller, so that the look-ups of calls that wait
 * together share one query.
 */
function sessionFinder({ db: { read }, clock }: Shop): (tokenHash: string) => Promise<FoundSession | undefined> {
  return createBatches({ lanes: 2, size: 50 }, async (tokenHashes: readonly string[]) => {
    const rows = await findSessions(read, { tokenHashes: [...new Set(tokenHashes)], now: clock.now() });
    const byHash = new Map(rows.map((row) => [row.session.tokenHash, row]));
    return tokenHashes.map((tokenHash) => ({ status: 'fulfilled', value: byHash.get(tokenHash) }));
  });
}

const finders = new WeakMap<Shop, ReturnType<typeof sessionFinder>>();

function findSession(shop: Shop, tokenHash: string): Promise<FoundSession | undefined> {
  const find = finders.get(shop) ?? sessionFinder(shop);
  finders.set(shop, find);
  return find(tokenHash);
}

/**
 * Connects lucia to our tables. Lucia uses the client's secret as the session id. The database stores only its SHA-256,
 * so that no stored value works as a credential. Times follow the shop's clock.
 */
export function luciaOn(shop: Shop, read: Reader | Transaction, transact: Database['transact']) {
  const { sessions } = read.tables;
  const now = () => shop.clock.now();
  // Lucia compares with the machine's clock, so times shift by the difference between the clocks.
  const toLucia = (at: Date) => new Date(at.getTime() + Date.now() - now().getTime());
  let found: typeof sessions.$inferSelect | undefined;

  const adapter: Adapter = {
    async getSessionAndUser(token) {
      const row = await findSession(shop, hashSecret(token));
      found = row?.session;
      if (!row) return [null, null];
      return [toDatabaseSession(token, row.session, toLucia(row.session.expiresAt)), toDatabaseUser(row.user)];
    },
    async getUserSessions(userId) {
      const rows = await read.select().from(sessions).where(eq(sessions.userId, userId));
      return rows.map((row) => toDatabaseSession('', row, toLucia(row.expiresAt)));
    },
    async setSession({ id: token, userId, attributes }) {
      const at = now();
      const { sessionId, mode, refreshToken, userAgent = null, ip = null } = attributes;
      const isBearer = refreshToken !== undefined;
      const endsAt = new Date(at.getTime() + absoluteLifetime);
      await transact(async (tx) => {
        await tx.insert(sessions).values({
          id: sessionId,
          userId,
          mode,
          tokenHash: hashSecret(token),
          expiresAt: isBearer ? accessTokenEnd(shop, endsAt) : cookieSessionEnd(shop, endsAt),
          refreshHash: isBearer ? hashSecret(refreshToken) : null,
          refreshExpiresAt: isBearer ? refreshTokenEnd(shop, endsAt) : null,
          endsAt,
          userAgent,
          ip,
          createdAt: at,
          lastUsedAt: at,
        });
      });
    },
    // Use extends a cookie's session. A client with an access token refreshes it instead.
    async updateSessionExpiration(token) {
      if (found?.mode !== 'cookie') return;
      const expiresAt = cookieSessionEnd(shop, found.endsAt);
      await transact(async (tx) => {
        await tx
          .update(sessions)
          .set({ expiresAt })
          .where(eq(sessions.tokenHash, hashSecret(token)));
      });
    },
    // Lucia calls this when the secret has expired. A session in bearer mode outlives its access tokens.
    async deleteSession(token) {
      await transact(async (tx) => {
        await tx.delete(sessions).where(and(eq(sessions.tokenHash, hashSecret(token)), eq(sessions.mode, 'cookie')));
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
    sessionExpiresIn: new TimeSpan(shop.settings.refreshTokenDays, 'd'),
    getSessionAttributes: ({ sessionId, mode, lastUsedAt }) => ({ sessionId, mode, lastUsedAt }),
    getUserAttributes: (row) => ({ row }),
  });
}

function toDatabaseSession(
  token: string,
  row: { id: string; userId: string; mode: SessionMode; lastUsedAt: Date },
  expiresAt: Date,
): DatabaseSession {
  const { id: sessionId, userId, mode, lastUsedAt } = row;
  return { id: token, userId, expiresAt, attributes: { sessionId, mode, lastUsedAt } };
}

function toDatabaseUser(row: UserRow): DatabaseUser {
  return { id: row.id, attributes: row };
}
