import type { Reader } from '@cartwright/db';
import type { SessionContext } from '@cartwright/kernel/context';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import type { Shop } from '@cartwright/kernel/shop';
import { and, desc, eq, gt, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import { type Device, mostSessions, type PageInput } from './schema.ts';

const list = 'auth.sessions';

/** Lists the devices on which the caller is signed in, newest first. */
export async function listSessions({ shop, signedIn }: SessionContext, { limit, cursor }: PageInput) {
  const { sessions } = shop.db.tables;
  const before = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const rows = await shop.db.read
    .select(deviceColumns(shop.db.read))
    .from(sessions)
    .where(and(isAlive(shop, signedIn.user.id), before === undefined ? undefined : lt(sessions.id, before)))
    .orderBy(desc(sessions.id))
    .limit(limit + 1);
  const toDevice = (row: (typeof rows)[number]): Device => ({ ...row, current: row.id === signedIn.sessionId });
  return cutPage(rows, limit, toDevice, ({ id }) => encodeCursor(list, [id]));
}

/** Reads the newest devices on which a user is signed in. */
export async function sessionsOf(shop: Shop, userId: string): Promise<Omit<Device, 'current'>[]> {
  const { sessions } = shop.db.tables;
  return shop.db.read
    .select(deviceColumns(shop.db.read))
    .from(sessions)
    .where(isAlive(shop, userId))
    .orderBy(desc(sessions.id))
    .limit(mostSessions);
}

function deviceColumns({ tables: { sessions } }: Reader) {
  return {
    id: sessions.id,
    mode: sessions.mode,
    userAgent: sessions.userAgent,
    ip: sessions.ip,
    createdAt: sessions.createdAt,
    lastUsedAt: sessions.lastUsedAt,
    endsAt: sessions.endsAt,
  };
}

function isAlive({ db, clock }: Shop, userId: string) {
  const { sessions } = db.tables;
  const now = clock.now();
  const mayGoOn = or(gt(sessions.expiresAt, now), gt(sessions.refreshExpiresAt, now));
  return and(eq(sessions.userId, userId), gt(sessions.endsAt, now), mayGoOn);
}
