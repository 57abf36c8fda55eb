import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '@cartwright/db/testing';
import { eq, sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { answerSums, byLargest, exactSum } from './sums.ts';

const { db, close } = await createTestDatabase();
afterAll(close);

const most = BigInt(Number.MAX_SAFE_INTEGER);

/** The database's sum of the prices of these products. */
async function sumOf(prices: readonly bigint[]): Promise<bigint | undefined> {
  const { products } = db.tables;
  const name = randomUUID();
  const at = new Date();
  await db.transact(async (tx) => {
    for (const price of prices) {
      const id = randomUUID();
      const words = { slug: id, name, nameKey: name, description: '', status: 'draft' as const, attributes: {} };
      const priceFrom = sql`cast(${String(price)} as bigint)`;
      await tx.insert(products).values({ id, ...words, priceFrom, priceTo: 0, createdAt: at, updatedAt: at });
    }
  });
  const [row] = await db.read
    .select({ sum: exactSum(products.priceFrom) })
    .from(products)
    .where(eq(products.name, name));
  return row?.sum;
}

test.for<[string, bigint[]]>([
  ['no rows', []],
  ['small amounts', [1n, 2n, 999_999_999n, 1_000_000_000n, 1_000_000_001n]],
  ['the largest number that JavaScript counts exactly', [most - 1n, 1n]],
  ['one more', [most, 1n]],
  ['more than 64 bits', Array.from({ length: 4 }, () => 2n ** 63n - 1n)],
  ['amounts below zero', [-5n, 2n, -(2n ** 60n)]],
])('the sum of %s is exact', async ([, prices]) => {
  expect(await sumOf(prices)).toBe(prices.reduce((sum, price) => sum + price, 0n));
});

test('a sum is answered as a number up to 2^53 - 1, and above it as null beside overflow', () => {
  expect(answerSums({ a: most, b: 0n })).toEqual({ a: Number.MAX_SAFE_INTEGER, b: 0 });
  expect(answerSums({ a: most + 1n, b: 7n })).toEqual({ a: null, b: 7, overflow: true });
  expect(answerSums({ a: -most - 1n })).toEqual({ a: null, overflow: true });
});

test('the larger sum comes first', () => {
  expect([1n, 2n ** 70n, 2n].sort(byLargest)).toEqual([2n ** 70n, 2n, 1n]);
});
