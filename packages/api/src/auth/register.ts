import { type Transaction, violatedUnique } from '@cartwright/db';
import type { Context, User } from '../kernel/context.ts';
import { emailKey } from '../kernel/fields.ts';
import { newId } from '../kernel/ids.ts';
import { authFailures } from './errors.ts';
import { hashPassword } from './passwords.ts';
import type { RegisterInput, Session } from './schema.ts';
import { startSession } from './sessions.ts';
import { toUser, userColumns } from './users.ts';

/**
 * Opens a customer's account and signs it in.
 *
 * @throws EMAIL_TAKEN
 */
export async function register(ctx: Context, input: RegisterInput): Promise<Session> {
  const { db, clock } = ctx.shop;
  const passwordHash = await hashPassword(input.password);
  return db.transact(async (tx) => {
    const user = await createUser(tx, { ...input, passwordHash, role: 'customer', at: clock.now() });
    return startSession(ctx, tx, user);
  });
}

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: User['role'];
  readonly at: Date;
}

/** @throws EMAIL_TAKEN */
export async function createUser(tx: Transaction, { at, ...user }: NewUser): Promise<User> {
  const { users } = tx.tables;
  const row = { id: newId(), ...pick(user), emailKey: emailKey(user.email), createdAt: at, updatedAt: at };
  try {
    const [created] = await tx.insert(users).values(row).returning(userColumns(tx.tables));
    if (!created) throw new Error('The database did not return the user that it inserted.');
    return toUser(created);
  } catch (error) {
    if (violatedUnique(error) === 'users.email_key') throw authFailures.EMAIL_TAKEN({});
    throw error;
  }
}

function pick({ email, name, passwordHash, role }: Omit<NewUser, 'at'>) {
  return { email, name, passwordHash, role };
}
