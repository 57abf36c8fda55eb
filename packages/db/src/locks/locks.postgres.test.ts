import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import type { Transaction } from '../database.ts';
import { gate } from '../testing/gate.ts';
import { createTestDatabase, inFlight } from '../testing/index.ts';
import { productRow, variantRow } from '../testing/rows.ts';

const shop = await createTestDatabase();
const other = await shop.openAnother();
const { db } = shop;
const { products, variants, locks } = db.tables;
afterAll(() => shop.close());

/** Locks, and keeps the transaction open until it is told to end. */
async function hold(lock: (tx: Transaction) => Promise<unknown>) {
  const [locked, mayEnd] = [gate(), gate()];
  const work = inFlight(
    db.transact(async (tx) => {
      await lock(tx);
      locked.open();
      await mayEnd.opened;
    }),
  );
  await locked.opened;
  return async () => {
    mayEnd.open();
    await work;
  };
}

async function twoProducts(): Promise<string[]> {
  const rows = [productRow(), productRow()];
  await db.transact((tx) => tx.insert(products).values(rows));
  return rows.map(({ id }) => id);
}

/** Resolves when a connection to this database waits for a lock. */
async function blocked(): Promise<void> {
  const isWaiting = sql`datname = current_database() and wait_event_type = 'Lock'`;
  for (let found = 0; found === 0; await sleep(10)) found = await db.read.$count(sql`pg_stat_activity`, isWaiting);
}

test('a second lock of a row waits for the first and reads what the first has written', async () => {
  const [id = ''] = await twoProducts();
  const end = await hold(async (tx) => {
    await tx.lock(products, eq(products.id, id));
    await tx.update(products).set({ name: 'Written under the lock' }).where(eq(products.id, id));
  });
  const second = inFlight(other.transact((tx) => tx.lock(products, eq(products.id, id), { name: products.name })));
  await blocked();
  await end();
  expect(await second).toEqual([{ name: 'Written under the lock' }]);
});

test('a row that no longer meets the condition after the wait is neither locked nor returned', async () => {
  const [id = ''] = await twoProducts();
  const active = (tx: Transaction) => tx.lock(products, eq(products.status, 'active'), { id: products.id });
  const end = await hold(async (tx) => {
    await active(tx);
    await tx.update(products).set({ status: 'draft' }).where(eq(products.id, id));
  });
  const second = inFlight(other.transact(active));
  await blocked();
  await end();
  expect(await second).not.toContainEqual({ id });
});

test('a locked row can be read, and rows that refer to it can be inserted', async () => {
  const [productId = ''] = await twoProducts();
  const end = await hold((tx) => tx.lock(products, eq(products.id, productId)));
  expect(await other.read.$count(products, eq(products.id, productId))).toBe(1);
  await other.transact((tx) => tx.insert(variants).values(variantRow({ productId })));
  await end();
});

test('two transactions that lock the same rows by different lists do not deadlock', async () => {
  const ids = await twoProducts();
  const turns = Array.from({ length: 40 }, async (_, turn) => {
    const mine = turn % 2 === 0 ? ids : ids.toReversed();
    const on = turn % 2 === 0 ? db : other;
    return on.transact(async (tx) => {
      await tx.lock(products, tx.lockedInOrder(products.id, mine));
      return tx.update(products).set({ version: turn }).where(tx.lockedInOrder(products.id, mine));
    });
  });
  await Promise.all(turns);
});

test('an order of ids in the condition does not let inserts that refer to the rows wait', async () => {
  const ids = await twoProducts();
  const end = await hold((tx) => tx.update(products).set({ version: 2 }).where(tx.lockedInOrder(products.id, ids)));
  const [productId = ''] = ids;
  await other.transact((tx) => tx.insert(variants).values(variantRow({ productId })));
  await end();
});

test.each(['the first time', 'again'])('of two transactions that lock a name %s the second waits', async () => {
  const end = await hold((tx) => tx.lockName('a name'));
  let isOver = false;
  const second = inFlight(
    other.transact(async (tx) => {
      await tx.lockName('a name');
      return isOver;
    }),
  );
  await other.transact((tx) => tx.lockName('another name'));
  await blocked();
  isOver = true;
  await end();
  expect(await second).toBe(true);
});

test('a name whose row is removed during the wait is locked as well', async () => {
  await db.transact((tx) => tx.lockName('removed'));
  const end = await hold(async (tx) => {
    await tx.lockName('removed');
    await tx.delete(locks).where(eq(locks.name, 'removed'));
  });
  const second = inFlight(other.transact((tx) => tx.lockName('removed')));
  await blocked();
  await end();
  await second;
  expect(await db.read.$count(locks, eq(locks.name, 'removed'))).toBe(1);
});

test('a lock orders by the primary key', async () => {
  await twoProducts();
  const rows = await db.transact((tx) => tx.lock(products, undefined, { id: products.id }));
  expect(rows).toEqual(rows.toSorted((one, two) => (one.id < two.id ? -1 : 1)));
});
