import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A new UUIDv7: unique, and ordered by time. */
export function newId(): string {
  return v7();
}

/** A secret of 256 bits. The owner keeps it, and the server stores only its `hashSecret`. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, which suffices for unguessable secrets. Passwords need argon2. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
