import { eq } from 'drizzle-orm';
import type { Context } from '../kernel/context.ts';
import { emailKey } from '../kernel/fields.ts';
import { authFailures } from './errors.ts';
import { verifyPassword } from './passwords.ts';
import type { LoginInput, Session } from './schema.ts';
import { startSession } from './sessions.ts';
import { toUser, userColumns } from './users.ts';

/**
 * Signs in with address and password, always as a new session. An unknown address costs the same work and gets the
 * same answer as a wrong password.
 *
 * @throws INVALID_CREDENTIALS
 */
export async function login(ctx: Context, { email, password }: LoginInput): Promise<Session> {
  const { db } = ctx.shop;
  const { users } = db.tables;
  const [row] = await db.read
    .select({ passwordHash: users.passwordHash, user: userColumns(db.tables) })
    .from(users)
    .where(eq(users.emailKey, emailKey(email)));
  const matches = await verifyPassword(row?.passwordHash, password);
  if (!row || !matches) throw authFailures.INVALID_CREDENTIALS({});
  return db.transact((tx) => startSession(ctx, tx, toUser(row.user)));
}
