import { eq, sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { DatabaseUnavailable, driverError, isUnavailable, openDatabase, type Transaction } from '../index.ts';
import { gate } from '../testing/gate.ts';
import { createTestDatabase } from '../testing/index.ts';
import { categoryRow, productRow } from '../testing/rows.ts';
import { onServer } from '../testing/server.ts';

const shop = await createTestDatabase();
const { db } = shop;
const { categories, products } = db.tables;
afterAll(() => shop.close());

test('of two transactions that wait for each other one is tried again, and both succeed', async () => {
  const [first, second] = [productRow(), productRow()];
  await db.transact(async (tx) => {
    await tx.insert(products).values([first, second]);
  });
  const hold = { [first.id]: gate(), [second.id]: gate() };
  let runs = 0;
  const inOrder = (one: string, other: string) =>
    db.transact(async (tx) => {
      runs += 1;
      await increment(tx, one);
      hold[one]?.open();
      await hold[other]?.opened;
      await increment(tx, other);
    });
  await Promise.all([inOrder(first.id, second.id), inOrder(second.id, first.id)]);
  // The deadlock's victim runs again, and may meet the other transaction once more.
  expect(runs).toBeGreaterThanOrEqual(3);
  expect(await versions(first.id, second.id)).toEqual([3, 3]);
});

test('of two statements that are sent together and fail, the first one ends the transaction', async () => {
  const failing = db.transact(async (tx) => {
    const one = sql<number>`(select 1) as one`;
    await Promise.all([tx.select({ quotient: sql`1 / 0` }).from(one), tx.select({ value: sql`1` }).from(one)]);
  });
  // Division by zero, not the refusal of the second statement.
  expect(driverError(await failing.catch((error: unknown) => error))?.code).toBe('22012');
});

test('a transaction that is tried again asks for its jobs once', async () => {
  const { waiting } = await db.queue.count();
  let runs = 0;
  await db.transact(async (tx) => {
    runs += 1;
    tx.addJob({ name: 'once', payload: {}, maxAttempts: 1 });
    if (runs < 3) throw Object.assign(new Error('could not serialize access'), { code: '40001' });
  });
  expect(runs).toBe(3);
  expect((await db.queue.count()).waiting).toBe(waiting + 1);
});

test('a transaction that never succeeds is given up after the fourth try', async () => {
  let runs = 0;
  const failing = db.transact(async () => {
    runs += 1;
    throw Object.assign(new Error('could not serialize access'), { code: '40001' });
  });
  await expect(failing).rejects.toThrow('could not serialize');
  expect(runs).toBe(4);
});

test('a connection that Postgres closes fails its transaction as unavailable, and nothing else', async () => {
  const lost = await shop.openAnother({ poolSize: 1 });
  const row = categoryRow();
  const failing = lost.transact(async (tx) => {
    await tx.insert(categories).values(row);
    const [connection] = await tx.select({ pid: sql<number>`pg_backend_pid()` }).from(sql`(select 1) as one`);
    await onServer(shop.url, `select pg_terminate_backend(${connection?.pid})`);
    await tx.$count(categories);
  });
  await expect(failing).rejects.toBeInstanceOf(DatabaseUnavailable);
  expect(await lost.read.$count(categories, eq(categories.id, row.id))).toBe(0);
});

test('a server that nobody listens at is unavailable, to reads and to transactions', async () => {
  const nowhere = await openDatabase('postgres://postgres@127.0.0.1:1/nowhere');
  await expect(nowhere.transact(async () => {})).rejects.toBeInstanceOf(DatabaseUnavailable);
  const reading = Promise.resolve(nowhere.read.$count(categories));
  await expect(reading.catch(isUnavailable)).resolves.toBe(true);
  await nowhere.close();
});

async function increment(tx: Transaction, id: string): Promise<void> {
  await tx
    .update(products)
    .set({ version: sql`${products.version} + 1` })
    .where(eq(products.id, id));
}

async function versions(...ids: string[]): Promise<(number | undefined)[]> {
  const rows = await db.read.select({ id: products.id, version: products.version }).from(products);
  return ids.map((id) => rows.find((row) => row.id === id)?.version);
}
