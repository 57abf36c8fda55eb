import { busyness, restAfter } from '@cartwright/kernel/busyness';
import { kernelFailures } from '@cartwright/kernel/failures';
import { createGate } from '@cartwright/kernel/gate';
import { hash, verify } from '@node-rs/argon2';
import { isCommonPassword } from './common-passwords.ts';

/** argon2id with the parameters that OWASP recommends; 19 MiB for each hash in progress. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The prefix of a hash with these parameters. */
const prefix = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

/** The hash of no password. A check against it takes as long as a check against any other hash. */
const nobodysHash = `${prefix}${'A'.repeat(22)}$${'A'.repeat(43)}`;

/**
 * Two at a time, because more would fill the thread pool that files and DNS need too. In a busy process each rests
 * after its work, so that a flood of logins leaves the processor to shoppers.
 */
const gate = createGate({ running: 2, waiting: 200, rest: restAfter(busyness()) });

/**
 * Hashes a new password.
 *
 * @param field the name of the input's field, for the failure
 * @throws VALIDATION the password is one of the most common
 * @throws UNAVAILABLE too many logins are waiting already
 */
export async function hashNewPassword(password: string, field: 'password' | 'newPassword'): Promise<string> {
  if (await isCommonPassword(password)) {
    const message = 'Choose another password. This one is among the most common.';
    throw kernelFailures.VALIDATION({ issues: [{ path: field, message, code: 'common_password' }] });
  }
  return hashPassword(password);
}

/** @throws UNAVAILABLE too many logins are waiting already */
export function hashPassword(password: string): Promise<string> {
  return gate(() => hash(password, parameters));
}

/**
 * Tells whether `password` matches `passwordHash`. Without a hash it does the same work and returns false, so that an
 * unknown address takes as long as a wrong password.
 *
 * @throws UNAVAILABLE too many logins are waiting already
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await gate(() => verify(passwordHash ?? nobodysHash, password));
  return matches && passwordHash !== undefined;
}

/** Tells whether a hash was made with other parameters than the current ones. */
export function isOutdatedHash(passwordHash: string): boolean {
  return !passwordHash.startsWith(prefix);
}
