import { setImmediate as nextTurn } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { productRow } from '../testing/rows.ts';

const shop = await createTestDatabase();
const other = await shop.openAnother();
const { products } = shop.db.tables;
afterAll(() => shop.close());

test('50 transactions of two servers that read, wait, and write what they read plus one, lose nothing', async () => {
  const row = productRow();
  await shop.db.transact(async (tx) => {
    await tx.insert(products).values(row);
  });
  const increments = Array.from({ length: 50 }, (_, index) =>
    (index % 2 === 0 ? shop.db : other).transact(async (tx) => {
      const [read] = await tx.select({ version: products.version }).from(products).where(eq(products.id, row.id));
      await nextTurn();
      await tx
        .update(products)
        .set({ version: (read?.version ?? 0) + 1 })
        .where(eq(products.id, row.id));
    }),
  );
  await Promise.all(increments);
  const [after] = await shop.db.read
    .select({ version: products.version })
    .from(products)
    .where(eq(products.id, row.id));
  expect(after?.version).toBe(51);
});

test('writers are served in the order in which they came', async () => {
  const order: number[] = [];
  const writers = [1, 2, 3, 4].map((number) =>
    shop.db.transact(async () => {
      await nextTurn();
      order.push(number);
    }),
  );
  await Promise.all(writers);
  expect(order).toEqual([1, 2, 3, 4]);
});
