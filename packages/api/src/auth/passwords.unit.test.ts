import { expect, test } from 'vitest';
import { tally } from '../testing.ts';
import { hashPassword, isOutdatedHash, verifyPassword } from './passwords.ts';

test('whoever comes when two hash and two hundred wait is told to come back', async () => {
  const calls = Array.from({ length: 230 }, () => verifyPassword(undefined, 'a flood of logins'));
  expect(await tally(calls)).toEqual({ ok: 202, UNAVAILABLE: 28 });
  // The gate works again afterwards.
  const stored = await hashPassword('a quiet moment');
  expect(await verifyPassword(stored, 'a quiet moment')).toBe(true);
  expect(isOutdatedHash(stored)).toBe(false);
});

test('without a hash there is no right password', async () => {
  expect(await verifyPassword(undefined, '')).toBe(false);
});
