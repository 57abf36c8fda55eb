import { gate, inFlight } from '@cartwright/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { blocked, createTestShop, type SignedUp } from '../testing.ts';
import { hashPassword } from './passwords.ts';

const world = await createTestShop();
const { db } = world.shop;
afterAll(() => world.close());
const password = 'correct horse';

/** Runs `call` while a login rehashes the outdated hash that `call` compares with. */
async function whileHashedAnew<Result>({ user }: SignedUp, call: () => Promise<Result>): Promise<Result> {
  const passwordHash = await hashPassword(password);
  const [hashed, goesOn] = [gate(), gate()];
  const hashing = inFlight(
    db.transact(async (tx) => {
      const { users } = tx.tables;
      await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id));
      hashed.open();
      await goesOn.opened;
    }),
  );
  await hashed.opened;
  const calling = inFlight(call());
  await blocked(db);
  goesOn.open();
  await hashing;
  return calling;
}

describe('while another login hashes the same password anew', () => {
  test('a login is let in', async () => {
    const ada = await world.signUp();
    const { email } = ada.user;
    const { user } = await whileHashedAnew(ada, () => world.caller().auth.login({ email, password }));
    expect(user.email).toBe(email);
  });

  test('a password is changed', async () => {
    const ada = await world.signUp();
    const { email } = ada.user;
    const change = { currentPassword: password, newPassword: 'another good horse' };
    await whileHashedAnew(ada, () => ada.caller.auth.changePassword(change));
    await world.caller().auth.login({ email, password: change.newPassword });
  });
});
