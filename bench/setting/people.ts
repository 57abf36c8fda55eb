import { randomUUID } from 'node:crypto';
import { hashSecret, newId } from '@cartwright/kernel/ids';
import type { Shop } from '@cartwright/kernel/shop';

/** A signed-in customer. */
export interface Person {
  readonly userId: string;
  readonly cartId: string;
  readonly email: string;
  readonly accessToken: string;
}

const batchSize = 500;
const day = 24 * 60 * 60 * 1_000;

/** Creates signed-in accounts with empty carts directly in the database, because no case measures that. */
export async function addPeople(
  { db }: Shop,
  count: number,
  {
    passwordHash = 'nobody signs in with a password',
    role = 'customer',
  }: { passwordHash?: string; role?: 'customer' | 'admin' } = {},
): Promise<Person[]> {
  const people = Array.from({ length: count }, (): Person => {
    const userId = newId();
    return { userId, cartId: newId(), email: `${userId}@example.com`, accessToken: randomUUID() };
  });
  const now = new Date();
  const later = new Date(now.getTime() + day);
  const times = { createdAt: now, updatedAt: now };
  for (let start = 0; start < people.length; start += batchSize) {
    const batch = people.slice(start, start + batchSize);
    await db.transact(async (tx) => {
      const { users, sessions, carts } = tx.tables;
      await tx.insert(users).values(
        batch.map(({ userId: id, email }) => ({
          ...times,
          id,
          email,
          emailKey: email,
          name: 'Bench Customer',
          passwordHash,
          role,
          emailVerifiedAt: now,
        })),
      );
      await tx.insert(sessions).values(
        batch.map(({ userId, accessToken }) => ({
          id: newId(),
          userId,
          mode: 'bearer' as const,
          tokenHash: hashSecret(accessToken),
          expiresAt: later,
          endsAt: later,
          createdAt: now,
          lastUsedAt: now,
        })),
      );
      await tx
        .insert(carts)
        .values(batch.map(({ cartId: id, userId }) => ({ ...times, id, userId, expiresAt: later })));
    });
  }
  return people;
}

/** Returns the entries in order, again and again. */
export function inTurns<T>(all: readonly T[]): () => T {
  let next = 0;
  return () => all[next++ % all.length] as T;
}
