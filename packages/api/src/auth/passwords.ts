import { hash, verify } from '@node-rs/argon2';
import { createGate } from '../kernel/gate.ts';

/** argon2id with the parameters that OWASP recommends; 19 MiB for each hash in progress. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Two at a time: more would only fill the thread pool that files and DNS need too. */
const gate = createGate({ running: 2, waiting: 200 });

/** @throws UNAVAILABLE too many logins are waiting already */
export function hashPassword(password: string): Promise<string> {
  return gate(() => hash(password, parameters));
}

/**
 * Whether `password` is the one that `passwordHash` was made of. Without a hash it does the same work and answers no,
 * so that an unknown address takes as long as a wrong password.
 *
 * @throws UNAVAILABLE too many logins are waiting already
 */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const expected = passwordHash ?? (await (nobodysHash ??= hashPassword('the password of nobody')));
  const matches = await gate(() => verify(expected, password));
  return matches && passwordHash !== undefined;
}

let nobodysHash: Promise<string> | undefined;
