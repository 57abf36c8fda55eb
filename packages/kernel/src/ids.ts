import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
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

/** Compares secrets in constant time. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether a text has the form of a `newSecret`, so that two clients cannot have the same one by accident. */
export function isSecret(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}
