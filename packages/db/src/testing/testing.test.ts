import { expect, test } from 'vitest';
import { createTestDatabase } from './index.ts';

test('two test databases do not share their rows', async () => {
  const one = await createTestDatabase();
  const other = await createTestDatabase();
  const { categories } = one.db.tables;
  const now = new Date();
  const row = { id: '019a0000-0000-7000-8000-000000000001', slug: 'a', name: 'A', createdAt: now, updatedAt: now };
  await one.db.transact((tx) =>
    tx
      .insert(categories)
      .values(row)
      .then(() => {}),
  );
  expect(await one.db.read.$count(categories)).toBe(1);
  expect(await other.db.read.$count(categories)).toBe(0);
  await Promise.all([one.close(), other.close()]);
});

test('a test database without tables is not migrated', async () => {
  const empty = await createTestDatabase({ tables: 'none' });
  expect(await empty.db.isMigrated()).toBe(false);
  await empty.close();
});
