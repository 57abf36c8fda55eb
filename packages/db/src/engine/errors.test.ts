import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import {
  DatabaseUnavailable,
  isInvalidValue,
  isUnavailable,
  type Transaction,
  violatedUnique,
  violatesReference,
} from '../index.ts';
import { createTestDatabase } from '../testing/index.ts';
import { categoryRow, productRow, variantRow } from '../testing/rows.ts';

const shop = await createTestDatabase();
const { db } = shop;
const { categories, idempotencyKeys, products, variants } = db.tables;
afterAll(() => shop.close());

test('a second row with the value of a unique column is told by table and column', async () => {
  const row = categoryRow();
  const twice = (tx: Transaction) => tx.insert(categories).values([row, categoryRow({ slug: row.slug })]);
  expect(await violation(twice)).toBe('categories.slug');
});

test('a second row with the values of a unique pair is told by table and both columns', async () => {
  const product = productRow();
  const twice = async (tx: Transaction) => {
    await tx.insert(products).values(product);
    await tx.insert(variants).values([variantRow({ productId: product.id }), variantRow({ productId: product.id })]);
  };
  expect(await violation(twice)).toBe('variants.product_id,options_key');
});

test('a second row with the same primary key is told by table and column', async () => {
  const row = categoryRow();
  const twice = (tx: Transaction) => tx.insert(categories).values([row, categoryRow({ id: row.id })]);
  expect(await violation(twice)).toBe('categories.id');
});

test('a second row with the same primary key of two columns is told by table and both columns', async () => {
  const row = { scope: 'place', key: randomUUID(), fingerprint: '', createdAt: new Date() };
  const twice = (tx: Transaction) => tx.insert(idempotencyKeys).values([row, row]);
  expect(await violation(twice)).toBe('idempotency_keys.scope,key');
});

test('any other failure is no violation of uniqueness', async () => {
  const orphan = (tx: Transaction) => tx.insert(variants).values(variantRow({ productId: randomUUID() }));
  expect(await violation(orphan)).toBeUndefined();
  expect(violatedUnique(new Error('Key (a)=(b) already exists'))).toBeUndefined();
  expect(violatedUnique('no error at all')).toBeUndefined();
});

test('a row that refers to none is told from one that is there already', async () => {
  const product = productRow();
  const orphan = (tx: Transaction) => tx.insert(variants).values(variantRow({ productId: randomUUID() }));
  const twice = (tx: Transaction) => tx.insert(products).values([product, product]);
  expect(violatesReference(await failure(orphan))).toBe(true);
  expect(violatesReference(await failure(twice))).toBe(false);
});

test('a database that was closed is unavailable, to reads and to transactions', async () => {
  const closed = await shop.openAnother();
  await closed.close();
  await expect(closed.transact(async () => {})).rejects.toBeInstanceOf(DatabaseUnavailable);
  const reading = (async () => await closed.read.$count(categories))();
  await expect(reading.catch(isUnavailable)).resolves.toBe(true);
});

async function violation(work: (tx: Transaction) => PromiseLike<unknown>): Promise<string | undefined> {
  return violatedUnique(await failure(work));
}

async function failure(work: (tx: Transaction) => PromiseLike<unknown>): Promise<unknown> {
  const error = await db
    .transact(async (tx) => {
      await work(tx);
    })
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(Error);
  return error;
}

test('a value that the database cannot store or compute is told from other failures', async () => {
  const statements =
    db.dialect === 'sqlite'
      ? [sql`abs(-9223372036854775807 - 1)`, sql`sum(9223372036854775807) over (order by ${categories.id})`]
      : [
          sql`2147483647::integer + 1`,
          sql`'+010000-01-01T00:00:00.000Z'::timestamptz`,
          sql`'0000-01-01'::date`,
          sql`'x'::uuid`,
          sql`99999999999999999999::bigint`,
        ];
  await db.transact(async (tx) => void (await tx.insert(categories).values([categoryRow(), categoryRow()])));
  for (const statement of statements) {
    const error = await db.read
      .select({ value: statement })
      .from(categories)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(isInvalidValue(error)).toBe(true);
  }
  expect(isInvalidValue(new Error('other'))).toBe(false);
  const orphan = db.transact(async (tx) => {
    await tx.insert(variants).values(variantRow({ productId: randomUUID() }));
  });
  expect(isInvalidValue(await orphan.catch((error: unknown) => error))).toBe(false);
});
