import type { z } from 'zod';
import type { User } from '../kernel/context.ts';
import type { Shop } from '../kernel/shop.ts';
import { hashPassword } from './passwords.ts';
import { createUser } from './register.ts';
import { registerInput } from './schema.ts';

/**
 * Opens an account with the role admin. Only who can reach the database can: no request leads here.
 *
 * @throws {ZodError} an address, name or password that registration would refuse too
 * @throws EMAIL_TAKEN
 */
export async function createAdmin({ db, clock }: Shop, input: z.input<typeof registerInput>): Promise<User> {
  const { email, name, password } = registerInput.parse(input);
  const passwordHash = await hashPassword(password);
  return db.transact((tx) => createUser(tx, { email, name, passwordHash, role: 'admin', at: clock.now() }));
}
