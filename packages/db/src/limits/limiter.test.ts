import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';

const shop = await createTestDatabase();
afterAll(() => shop.close());

test('a key may do so much, then is told how long to wait, and no other key is touched', async () => {
  const limiter = shop.db.rateLimiter({ name: 'login', points: 3, seconds: 60 });
  for (let use = 1; use <= 3; use += 1) expect(await limiter.consume('ada')).toBe(0);
  const wait = await limiter.consume('ada');
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60_000);
  expect(await limiter.consume('bob')).toBe(0);
});

test('a hundred uses at once pass the limit no more often than one after the other', async () => {
  const limiter = shop.db.rateLimiter({ name: 'order', points: 10, seconds: 60 });
  const waits = await Promise.all(Array.from({ length: 100 }, () => limiter.consume('ada')));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
});

test('limits with different names count apart', async () => {
  const [codes, logins] = ['codes', 'logins'].map((name) => shop.db.rateLimiter({ name, points: 1, seconds: 60 }));
  expect(await codes?.consume('ada')).toBe(0);
  expect(await logins?.consume('ada')).toBe(0);
  expect(await codes?.consume('ada')).toBeGreaterThan(0);
});
