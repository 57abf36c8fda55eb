import type { z } from 'zod';
import type { User } from '../kernel/context.ts';
import type { Shop } from '../kernel/shop.ts';
import { createUser } from './create-user.ts';
import { hashNewPassword } from './passwords.ts';
import { newAccount } from './schema.ts';

/**
 * Opens an account with the role admin. Only who can reach the database can: no request leads here.
 *
 * @throws {ZodError} an address, name or password that registration would refuse too
 * @throws EMAIL_TAKEN, VALIDATION (a common password)
 */
export async function createAdmin({ db, clock }: Shop, input: z.input<typeof newAccount>): Promise<User> {
  const { email, name, password } = newAccount.parse(input);
  const passwordHash = await hashNewPassword(password, 'password');
  const admin = { email, name, passwordHash, role: 'admin', at: clock.now(), isVerified: true } as const;
  return db.transact((tx) => createUser(tx, admin));
}
