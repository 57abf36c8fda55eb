import type { User, UserContext } from '@cartwright/kernel/context';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import { and, desc, eq, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { toUser, userColumns } from '../../auth/index.ts';
import type { ListUsersInput } from './schema.ts';

const list = 'admin.users';

/** All accounts, newest first. */
export async function listUsers(
  { shop: { db } }: UserContext,
  { q, role, group, limit, cursor }: ListUsersInput,
): Promise<{ items: User[]; nextCursor: string | null }> {
  const { users } = db.tables;
  const before = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const holds = (column: typeof users.name | SQL, part: string): SQL =>
    sql`lower(${column}) like ${`%${part.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`;
  // Both databases lower only A to Z.
  const part = q?.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const rows = await db.read
    .select(userColumns(db.tables))
    .from(users)
    .where(
      and(
        role && eq(users.role, role),
        // The first condition is the one of an index, so that a search reads only accounts in groups.
        group === undefined
          ? undefined
          : and(sql`${users.groups} <> '[]'`, holds(sql`cast(${users.groups} as text)`, JSON.stringify(group))),
        part === undefined ? undefined : or(holds(users.name, part), holds(users.email, part)),
        before === undefined ? undefined : lt(users.id, before),
      ),
    )
    .orderBy(desc(users.id))
    .limit(limit + 1);
  return cutPage(rows, limit, toUser, ({ id }) => encodeCursor(list, [id]));
}
