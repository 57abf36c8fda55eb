import { and, desc, eq, gt, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import type { UserContext } from '../kernel/context.ts';
import { cutPage, decodeCursor, encodeCursor } from '../kernel/paging.ts';
import type { Device, PageInput } from './schema.ts';

const list = 'auth.sessions';

/** The devices on which the caller is signed in, the newest first. */
export async function listSessions({ shop, signedIn }: UserContext, { limit, cursor }: PageInput) {
  const { sessions } = shop.db.tables;
  const now = shop.clock.now();
  const before = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const rows = await shop.db.read
    .select({
      id: sessions.id,
      mode: sessions.mode,
      userAgent: sessions.userAgent,
      ip: sessions.ip,
      createdAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
      endsAt: sessions.endsAt,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, signedIn.user.id),
        gt(sessions.endsAt, now),
        or(gt(sessions.expiresAt, now), gt(sessions.refreshExpiresAt, now)),
        before === undefined ? undefined : lt(sessions.id, before),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(limit + 1);
  const toDevice = (row: (typeof rows)[number]): Device => ({ ...row, current: row.id === signedIn.sessionId });
  return cutPage(rows, limit, toDevice, ({ id }) => encodeCursor(list, [id]));
}
