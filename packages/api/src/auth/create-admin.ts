import { recordAudit } from '@cartwright/kernel/audit';
import type { User } from '@cartwright/kernel/context';
import type { Shop } from '@cartwright/kernel/shop';
import type { z } from 'zod';
import { askForMove } from '../orders/index.ts';
import { createUser } from './create-user.ts';
import { hashNewPassword } from './passwords.ts';
import { newAccount } from './schema.ts';

/**
 * Opens an account with the role admin. Access to the database is enough, and no request calls it.
 *
 * @throws {ZodError} an address, name or password that registration would refuse too
 * @throws EMAIL_TAKEN, VALIDATION (a common password)
 */
export async function createAdmin({ db, clock }: Shop, input: z.input<typeof newAccount>): Promise<User> {
  const { email, name, password } = newAccount.parse(input);
  const passwordHash = await hashNewPassword(password, 'password');
  const at = clock.now();
  return db.transact(async (tx) => {
    const user = await createUser(tx, { email, name, passwordHash, role: 'admin', at, isVerified: true });
    askForMove(tx, user.id);
    recordAudit(
      tx,
      { actor: 'cli', action: 'admin create', at },
      { target: { type: 'user', id: user.id, label: null }, before: null, after: { role: user.role } },
    );
    return user;
  });
}
