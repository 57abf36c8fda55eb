import { afterAll, expect, test } from 'vitest';
import { createTestDatabase, eventually } from '../testing/index.ts';
import type { RateLimiter } from './limiter.ts';

const shop = await createTestDatabase();
afterAll(() => shop.close());

test('a key may do so much, then is told how long to wait, and no other key is touched', async () => {
  const limiter = shop.db.rateLimiter({ name: 'login', points: 3, seconds: 60 });
  for (let use = 1; use <= 3; use += 1) expect(await waitOf(limiter, 'ada')).toBe(0);
  const wait = await waitOf(limiter, 'ada');
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60_000);
  expect(await waitOf(limiter, 'bob')).toBe(0);
});

test('a hundred uses at once pass the limit no more often than one after the other', async () => {
  const limiter = shop.db.rateLimiter({ name: 'order', points: 10, seconds: 60 });
  const waits = await Promise.all(Array.from({ length: 100 }, () => waitOf(limiter, 'ada')));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
});

test('limits with different names count apart', async () => {
  const limit = { points: 1, seconds: 60 };
  const [codes, logins] = [
    shop.db.rateLimiter({ ...limit, name: 'codes' }),
    shop.db.rateLimiter({ ...limit, name: 'logins' }),
  ];
  expect(await waitOf(codes, 'ada')).toBe(0);
  expect(await waitOf(logins, 'ada')).toBe(0);
  expect(await waitOf(codes, 'ada')).toBeGreaterThan(0);
});

test('a use that is given back may be made again, and one that is not may not', async () => {
  const limiter = shop.db.rateLimiter({ name: 'given back', points: 2, seconds: 60 });
  const uses = [await limiter.consume('ada'), await limiter.consume('ada'), await limiter.consume('ada')];
  expect(uses.map(({ wait }) => wait > 0)).toEqual([false, false, true]);
  await uses[2]?.giveBack();
  await uses[1]?.giveBack();
  expect(await waitOf(limiter, 'ada')).toBe(0);
  expect(await waitOf(limiter, 'ada')).toBeGreaterThan(0);
});

test('a use is not given back to a later count than its own', async () => {
  const limiter = shop.db.rateLimiter({ name: 'too late', points: 1, seconds: 3 });
  const early = await limiter.consume('ada');
  await eventually(async () => expect(await waitOf(limiter, 'ada')).toBe(0));
  await early.giveBack();
  expect(await waitOf(limiter, 'ada')).toBeGreaterThan(0);
});

async function waitOf(limiter: RateLimiter, key: string): Promise<number> {
  return (await limiter.consume(key)).wait;
}
