import type { Context, User } from '@cartwright/kernel/context';
import { emailKey } from '@cartwright/kernel/fields';
import { and, eq } from 'drizzle-orm';
import { deviceTokenFor } from './devices.ts';
import { authFailures } from './errors.ts';
import { hashPassword, isOutdatedHash, verifyPassword } from './passwords.ts';
import type { LoginInput, Session } from './schema.ts';
import { admitMode } from './session-mode.ts';
import { signIn } from './sign-in.ts';
import { toUser, userColumns } from './users.ts';

/**
 * Signs in with address and password, always in a new session. An unknown address costs the same work and gets the same
 * response as a wrong password.
 *
 * @throws INVALID_CREDENTIALS, COOKIE_UNAVAILABLE
 */
export async function login(ctx: Context, input: LoginInput): Promise<Session> {
  const { email, password } = input;
  const mode = admitMode(ctx, input.mode);
  const { db } = ctx.shop;
  const { users } = db.tables;
  const [row] = await db.read
    .select({ passwordHash: users.passwordHash, user: userColumns(db.tables) })
    .from(users)
    .where(eq(users.emailKey, emailKey(email)));
  const passwordHash = row?.passwordHash ?? undefined;
  const matches = await verifyPassword(passwordHash, password);
  if (!row || passwordHash === undefined || !matches) throw authFailures.INVALID_CREDENTIALS({ wrong: 'login' });
  const newHash = isOutdatedHash(passwordHash) ? await hashPassword(password) : passwordHash;

  let isOvertaken = false;
  const signingIn = signIn(ctx, mode, async (tx): Promise<User> => {
    const [current] = await tx
      .update(users)
      .set({ passwordHash: newHash })
      .where(and(eq(users.id, row.user.id), eq(users.passwordHash, passwordHash)))
      .returning(userColumns(tx.tables));
    isOvertaken = !current;
    if (!current) throw authFailures.INVALID_CREDENTIALS({ wrong: 'login' });
    return toUser(current);
  });
  try {
    const session = await signingIn;
    ctx.reply.device = deviceTokenFor(ctx, { id: session.user.id, passwordHash: newHash });
    return session;
  } catch (error) {
    // Another call changed the password during the comparison, or another login rehashed it.
    if (isOvertaken) return login(ctx, input);
    throw error;
  }
}
