import type { UserContext } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import { authFailures } from './errors.ts';
import { verifyPassword } from './passwords.ts';

/** The limit of every procedure that asks for the caller's password, so that a stolen session cannot guess it. */
export const passwordGuesses = { name: 'own password', points: 5, seconds: 60, by: ['user'] } as const;

/**
 * Checks that the caller knows the password, and does not only have a session.
 *
 * @returns the hash that the password matches, for a guarded write
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
