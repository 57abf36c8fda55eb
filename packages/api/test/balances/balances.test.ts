import { randomUUID } from 'node:crypto';
import { onDatabase } from '@cartwright/db/testing';
import { type BalanceChange, changeBalances, returnBalances } from '@cartwright/kernel/balances/change';
import { verifyBalances } from '@cartwright/kernel/balances/verify';
import { asc, eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { createTestShop } from '../../src/testing.ts';

const world = await createTestShop({ DATABASE_POOL_SIZE: '8' });
const { shop } = world;
afterAll(() => world.close());

/** A balance of its own for each test. */
function newBalance(limit: number) {
  const ownerId = randomUUID();
  const take = (quantity = 1): BalanceChange => ({
    id: `promotion:${ownerId}:uses`,
    ownerId,
    kind: 'uses',
    change: -quantity,
    floor: -limit,
  });
  return { id: `promotion:${ownerId}:uses`, take };
}

/** Takes in a transaction that a refusal ends. */
async function place(
  changes: BalanceChange[],
  orderId = randomUUID(),
): Promise<{ orderId: string; refused: string[] }> {
  const facts = { reason: 'used', actor: 'cli', at: shop.clock.now(), orderId } as const;
  let refused: string[] = [];
  const work = shop.db.transact(async (tx) => {
    refused = await changeBalances(tx, changes, facts);
    if (refused.length > 0) throw new Error('refused');
  });
  await work.catch((error: unknown) => {
    if (refused.length === 0) throw error;
  });
  return { orderId, refused };
}

async function giveBack(orderId: string): Promise<void> {
  const facts = { reason: 'returned', actor: 'cli', at: shop.clock.now() } as const;
  await shop.db.transact((tx) => returnBalances(tx, orderId, facts));
}

async function valueOf(id: string): Promise<number | undefined> {
  const { balances } = shop.db.tables;
  const [row] = await shop.db.read.select().from(balances).where(eq(balances.id, id));
  return row?.value;
}

async function ledgerOf(id: string) {
  const { balanceLedger: l } = shop.db.tables;
  const fields = { change: l.change, after: l.after, reason: l.reason };
  return shop.db.read.select(fields).from(l).where(eq(l.balanceId, id)).orderBy(asc(l.id));
}

test('200 callers that race for the last 50 uses get exactly 50', async () => {
  const { id, take } = newBalance(50);
  const results = await Promise.all(Array.from({ length: 200 }, () => place([take()])));
  expect(results.filter(({ refused }) => refused.length === 0)).toHaveLength(50);
  expect(await valueOf(id)).toBe(-50);
  expect(await ledgerOf(id)).toHaveLength(50);
});

test('callers that race for a use of a balance without a row get one', async () => {
  const { id, take } = newBalance(1);
  const results = await Promise.all(Array.from({ length: 8 }, () => place([take()])));
  expect(results.filter(({ refused }) => refused.length === 0)).toHaveLength(1);
  expect(await valueOf(id)).toBe(-1);
});

test('a change over what is left is refused whole, also when the balance has no row', async () => {
  const { id, take } = newBalance(10);
  expect((await place([take(11)])).refused).toEqual([id]);
  expect(await valueOf(id)).toBeUndefined();
  expect((await place([take(7)])).refused).toEqual([]);
  expect((await place([take(4)])).refused).toEqual([id]);
  expect(await valueOf(id)).toBe(-7);
  expect((await place([take(3)])).refused).toEqual([]);
});

test('a refused balance leaves the others of the transaction untouched', async () => {
  const [one, other] = [newBalance(1), newBalance(1)];
  await place([other.take()]);
  expect((await place([one.take(), other.take()])).refused).toEqual([other.id]);
  expect(await valueOf(one.id)).toBeUndefined();
});

test('callers that take the same balances in opposite orders do not wait for each other forever', async () => {
  const [one, other] = [newBalance(1_000), newBalance(1_000)];
  const orders = Array.from({ length: 60 }, (_, index) =>
    place(index % 2 === 0 ? [one.take(), other.take()] : [other.take(), one.take()]),
  );
  expect((await Promise.all(orders)).flatMap(({ refused }) => refused)).toEqual([]);
  expect([await valueOf(one.id), await valueOf(other.id)]).toEqual([-60, -60]);
});

test('an order gives back what it took once, however often it is asked', async () => {
  const { id, take } = newBalance(5);
  await place([take(2)]);
  const { orderId } = await place([take(3)]);
  await giveBack(orderId);
  await giveBack(orderId);
  expect(await valueOf(id)).toBe(-2);
  expect(await ledgerOf(id)).toEqual([
    { change: -2, after: -2, reason: 'used' },
    { change: -3, after: -5, reason: 'used' },
    { change: 3, after: -2, reason: 'returned' },
  ]);
  await giveBack(randomUUID());
});

test('a lower floor refuses the next use and accepts a return', async () => {
  const { id, take } = newBalance(5);
  const { orderId } = await place([take(2)]);
  await place([take(2)]);
  expect((await place([{ ...take(1), floor: -3 }])).refused).toEqual([id]);
  await giveBack(orderId);
  expect((await place([{ ...take(1), floor: -3 }])).refused).toEqual([]);
  expect((await place([{ ...take(1), floor: -3 }])).refused).toEqual([id]);
  expect(await valueOf(id)).toBe(-3);
});

test('the database refuses a balance below its floor', async () => {
  const { id, take } = newBalance(2);
  await place([take(2)]);
  const write = async () => onDatabase(world.database.url, `update balances set value = -3 where id = '${id}'`);
  await expect(write()).rejects.toThrow(/balances_floor/u);
});

test('the proof finds a balance that differs from its ledger', async () => {
  const { id, take } = newBalance(9);
  await place([take(4)]);
  expect((await verifyBalances(shop)).drifts).toEqual([]);
  await onDatabase(world.database.url, `update balances set value = -3 where id = '${id}'`);
  expect((await verifyBalances(shop)).drifts).toEqual([{ id, value: -3, ledger: -4, brokenRows: [] }]);
  await onDatabase(world.database.url, `update balances set value = -4 where id = '${id}'`);
});

test('the proof finds a ledger row that does not follow from the one before', async () => {
  const { id, take } = newBalance(9);
  await place([take(4)]);
  await place([take(1)]);
  await onDatabase(
    world.database.url,
    `insert into balance_ledger (balance_id, reason, change, after, actor, created_at)
     select balance_id, reason, -1, -7, actor, created_at from balance_ledger where balance_id = '${id}' limit 1`,
  );
  await onDatabase(world.database.url, `update balances set value = -7 where id = '${id}'`);
  const { drifts } = await verifyBalances(shop);
  expect(drifts).toMatchObject([{ id, value: -7, ledger: -7 }]);
  expect(drifts[0]?.brokenRows).toHaveLength(1);
});
