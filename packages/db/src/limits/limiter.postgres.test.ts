import { afterAll, expect, test } from 'vitest';
import { createTestDatabase, eventually, gate, inFlight } from '../testing/index.ts';

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
  const holding = inFlight(
    Array.from({ length: 10 }, () =>
      shop.db.transact(async (tx) => {
        await tx.$count(tx.tables.users);
        await goesOn.opened;
      }),
    ),
  );
  await eventually(() => expect(shop.db.load()).toMatchObject({ connections: 10, idle: 0 }));
  expect((await limiter.consume('ada')).wait).toBe(0);
  expect((await limiter.consume('ada')).wait).toBeGreaterThan(0);
  goesOn.open();
  await Promise.all(holding);
});
