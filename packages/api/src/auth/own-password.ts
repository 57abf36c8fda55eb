import { eq } from 'drizzle-orm';
import type { UserContext } from '../kernel/context.ts';
import { authFailures } from './errors.ts';
import { verifyPassword } from './passwords.ts';

/** Of every procedure that asks for the caller's password: a stolen session must not be good for guessing it. */
export const passwordGuesses = { name: 'own password', points: 5, seconds: 60, by: ['user'] } as const;

/**
 * Makes sure that whoever calls knows the password, and not only a session.
 *
 * @returns the hash that it was compared with, for a guarded write
 * @throws INVALID_CREDENTIALS
 */
export async function confirmOwnPassword(
  { shop, signedIn }: Pick<UserContext, 'shop' | 'signedIn'>,
  password: string,
): Promise<string> {
  const { users } = shop.db.tables;
  const [row] = await shop.db.read
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, signedIn.user.id));
  const passwordHash = row?.passwordHash ?? undefined;
  const matches = await verifyPassword(passwordHash, password);
  if (passwordHash === undefined || !matches) throw authFailures.INVALID_CREDENTIALS({ wrong: 'password' });
  return passwordHash;
}
