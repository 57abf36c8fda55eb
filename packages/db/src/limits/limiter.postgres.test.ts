import { afterAll, expect, test, vi } from 'vitest';
import { createTestDatabase, gate } from '../testing/index.ts';

const shop = await createTestDatabase();
afterAll(() => shop.close());

test('two servers share a limit', async () => {
  const limit = { name: 'login', points: 2, seconds: 60 };
  const other = await shop.openAnother();
  expect((await shop.db.rateLimiter(limit).consume('ada')).wait).toBe(0);
  expect((await other.rateLimiter(limit).consume('ada')).wait).toBe(0);
  expect((await shop.db.rateLimiter(limit).consume('ada')).wait).toBeGreaterThan(0);
});

test('a limit is counted while transactions hold every connection of the pool', async () => {
  const limiter = shop.db.rateLimiter({ name: 'busy', points: 1, seconds: 60 });
  const goesOn = gate();
  const holding = Array.from({ length: 10 }, () =>
    shop.db.transact(async (tx) => {
      await tx.$count(tx.tables.users);
      await goesOn.opened;
    }),
  );
  await vi.waitUntil(() => shop.db.load().idle === 0 && shop.db.load().connections === 10);
  expect((await limiter.consume('ada')).wait).toBe(0);
  expect((await limiter.consume('ada')).wait).toBeGreaterThan(0);
  goesOn.open();
  await Promise.all(holding);
});
