import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../index.ts';
import { startChild } from '../testing/child.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { categoryRow } from '../testing/rows.ts';

const shops: TestDatabase[] = [];
afterAll(() => Promise.all(shops.map((shop) => shop.close())));

test('an empty database says that it is not migrated, and then that it is', async () => {
  const { db } = await emptyDatabase();
  expect(await db.isMigrated()).toBe(false);
  await db.migrate();
  expect(await db.isMigrated()).toBe(true);
});

test('migrating again changes nothing', async () => {
  const { db } = await emptyDatabase();
  await db.migrate();
  const row = categoryRow();
  await db.transact(async (tx) => {
    await tx.insert(db.tables.categories).values(row);
  });
  await db.migrate();
  expect(await db.read.$count(db.tables.categories, eq(db.tables.categories.id, row.id))).toBe(1);
});

test('four processes that migrate an empty database at the same moment all succeed', async () => {
  const shop = await emptyDatabase();
  // On SQLite the file does not exist yet.
  const url = shop.dialect === 'sqlite' ? `${shop.url}.new` : shop.url;
  const children = Array.from({ length: 4 }, () => startChild(new URL('migrate.child.ts', import.meta.url), url));
  await Promise.all(children.map((child) => child.says('ready')));
  for (const child of children) child.tell('go');
  expect(await Promise.all(children.map((child) => child.ended))).toEqual([0, 0, 0, 0]);
  const db = await openDatabase(url);
  expect(await db.isMigrated()).toBe(true);
  await db.transact(async (tx) => {
    tx.addJob({ name: 'possible', payload: {}, maxAttempts: 1 });
  });
  await db.close();
});

async function emptyDatabase(): Promise<TestDatabase> {
  const shop = await createTestDatabase({ tables: 'none' });
  shops.push(shop);
  return shop;
}
