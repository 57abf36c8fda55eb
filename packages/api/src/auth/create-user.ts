import { type Transaction, violatedUnique } from '@cartwright/db';
import type { User } from '@cartwright/kernel/context';
import { emailKey } from '@cartwright/kernel/fields';
import { newId } from '@cartwright/kernel/ids';
import { authFailures } from './errors.ts';
import { toUser, userColumns } from './users.ts';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  /** Null until the owner chooses a password. */
  readonly passwordHash: string | null;
  readonly role: User['role'];
  /** The customer groups; none by default. */
  readonly groups?: User['groups'];
  readonly at: Date;
  /** True if a person has proved to read the e-mails of this address; false by default. */
  readonly isVerified?: boolean;
}

/** @throws EMAIL_TAKEN */
export async function createUser(tx: Transaction, user: NewUser): Promise<User> {
  const { users } = tx.tables;
  const { email, name, passwordHash, role, groups = [], at, isVerified = false } = user;
  const row = {
    id: newId(),
    email,
    emailKey: emailKey(email),
    emailVerifiedAt: isVerified ? at : null,
    name,
    passwordHash,
    role,
    groups,
    createdAt: at,
    updatedAt: at,
  };
  try {
    const [created] = await tx.insert(users).values(row).returning(userColumns(tx.tables));
    if (!created) throw new Error('The database did not return the user that it inserted.');
    return toUser(created);
  } catch (error) {
    if (violatedUnique(error) === 'users.email_key') throw authFailures.EMAIL_TAKEN({});
    throw error;
  }
}
