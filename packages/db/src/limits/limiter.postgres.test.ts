import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';

const shop = await createTestDatabase();
afterAll(() => shop.close());

test('two servers share a limit', async () => {
  const limit = { name: 'login', points: 2, seconds: 60 };
  const other = await shop.openAnother();
  expect(await shop.db.rateLimiter(limit).consume('ada')).toBe(0);
  expect(await other.rateLimiter(limit).consume('ada')).toBe(0);
  expect(await shop.db.rateLimiter(limit).consume('ada')).toBeGreaterThan(0);
});
