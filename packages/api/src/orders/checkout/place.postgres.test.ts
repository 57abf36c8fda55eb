import { gate, inFlight, statementsOf } from '@cartwright/db/testing';
import { runTogether } from '@cartwright/kernel/phases';
import { afterAll, expect, test } from 'vitest';
import { changeStock } from '../../products/index.ts';
import { blocked, createTestShop, customerContext, orderInput, refusalOf, type SignedUp } from '../../testing.ts';
import { placeOrderInput } from '../schema.ts';
import { placeCall, placing } from './place.ts';

const world = await createTestShop();
const { db } = world.shop;
const ada = await world.signUp({ role: 'admin' });
afterAll(() => world.close());

const facts = { reason: { words: 'test' }, actor: 'cli', at: new Date() } as const;

async function newVariant(stock: number): Promise<string> {
  const { variants } = await ada.caller.products.create({ name: 'Mug', price: 900, stock });
  return variants[0]!.id;
}

/** Places an order of one piece while another transaction changes the reserved stock, and commits when the order waits. */
async function orderWhile(variantId: string, { reserved }: { reserved: number }) {
  const { caller } = await world.signUp();
  const [changed, goesOn] = [gate(), gate()];
  const changing = inFlight(
    db.transact(async (tx) => {
      await changeStock(tx, [{ variantId, reserved }], facts);
      changed.open();
      await goesOn.opened;
    }),
  );
  await changed.opened;
  const placing = inFlight(caller.orders.place(orderInput({ items: [{ variantId, quantity: 1 }] })));
  await blocked(db);
  goesOn.open();
  await changing;
  return placing;
}

test('pieces that come back while an order waits for them are ordered', async () => {
  const mug = await newVariant(2);
  await db.transact((tx) => changeStock(tx, [{ variantId: mug, reserved: 2 }], facts));
  const { items } = await orderWhile(mug, { reserved: -2 });
  expect(items).toMatchObject([{ variantId: mug, quantity: 1 }]);
});

test('pieces that are taken while an order waits for them are missing in its refusal', async () => {
  const mug = await newVariant(2);
  const line = expect.objectContaining({ requested: 1, available: 0 }) as unknown;
  expect(await refusalOf(orderWhile(mug, { reserved: 2 }))).toEqual({
    code: 'INSUFFICIENT_STOCK',
    available: 0,
    lines: [line],
  });
});

test('orders of the same variants in opposite orders do not deadlock, alone or in lists', async () => {
  const variants = await Promise.all(Array.from({ length: 4 }, () => newVariant(1_000)));
  const [bob, eve] = [await world.signUp(), await world.signUp()];
  const callOf = async ({ accessToken }: SignedUp, variantIds: readonly string[]) => {
    const items = variantIds.map((variantId) => ({ variantId, quantity: 1 }));
    return placeCall(
      await customerContext(world.shop, 'orders.place', { accessToken }),
      placeOrderInput.parse(orderInput({ items })),
    );
  };
  const forwards = await callOf(bob, variants);
  const backwards = await callOf(eve, [...variants].reverse());
  const lists = [[forwards], [backwards], [forwards, backwards], [backwards, forwards]];
  // Postgres ends a deadlock by an error, after which the transaction is rolled back and tried again.
  const statements = await statementsOf(async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) => runTogether(world.shop, lists[index % 4] ?? [], placing)),
    );
    expect(outcomes.flat().filter(({ status }) => status === 'rejected')).toEqual([]);
  });
  expect(statements).not.toContain('rollback');
});
