import { gate, inFlight } from '@cartwright/db/testing';
import { hashSecret, newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { blocked, createTestShop } from '../testing.ts';
import { mostSessions } from './schema.ts';

const world = await createTestShop();
afterAll(() => world.close());

test('two sign-ins at the same moment leave an account with 100 sessions', async () => {
  const { db, clock } = world.shop;
  const { sessions } = db.tables;
  const { user } = await world.signUp();
  const at = clock.now();
  const expiresAt = new Date(at.getTime() + 60_000);
  const times = { createdAt: at, lastUsedAt: at, expiresAt, endsAt: expiresAt };
  const rows = Array.from({ length: mostSessions }, (_, index) => ({
    id: newId(),
    userId: user.id,
    mode: 'cookie' as const,
    tokenHash: hashSecret(`${user.id} ${index}`),
    ...times,
  }));
  const [locked, mayCommit] = [gate(), gate()];
  await db.transact(async (tx) => {
    await tx.delete(sessions).where(eq(sessions.userId, user.id));
    await tx.insert(sessions).values(rows);
  });

  // Both sign-ins have to end the oldest session, whose row another transaction locks until both wait.
  const locking = inFlight(
    db.transact(async (tx) => {
      await tx.update(sessions).set({ lastUsedAt: at }).where(eq(sessions.id, rows[0]!.id));
      locked.open();
      await mayCommit.opened;
    }),
  );
  await locked.opened;
  const login = () => world.caller().auth.login({ email: user.email, password: 'correct horse' });
  const signingIn = inFlight([login(), login()]);
  await blocked(db, 2);
  mayCommit.open();
  await Promise.all([locking, ...signingIn]);

  expect(await db.read.$count(sessions, eq(sessions.userId, user.id))).toBe(mostSessions);
});
