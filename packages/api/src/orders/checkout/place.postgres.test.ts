import { gate, inFlight } from '@cartwright/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { changeStock } from '../../products/index.ts';
import { blocked, createTestShop, orderInput } from '../../testing.ts';

const world = await createTestShop();
const { db } = world.shop;
afterAll(() => world.close());

test('pieces that come back while an order waits for them are ordered', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { caller } = await world.signUp();
  const ids: string[] = [];
  for (const name of ['Mug', 'Bowl']) {
    const { variants } = await ada.caller.products.create({ name, price: 900, stock: 2 });
    ids.push(variants[0]!.id);
    await caller.cart.addItem({ variantId: variants[0]!.id });
  }
  const [mug = ''] = ids;
  const cause = { reason: 'test', actor: 'cli', at: new Date() };

  // The order has read the cart, and cannot take its lines yet.
  const [held, mayTake] = [gate(), gate()];
  const holding = inFlight(
    db.transact(async (tx) => {
      const { cartLines } = tx.tables;
      await tx.update(cartLines).set({ quantity: 1 }).where(eq(cartLines.variantId, mug));
      held.open();
      await mayTake.opened;
    }),
  );
  await held.opened;
  const placing = inFlight(caller.orders.place(orderInput()));
  await blocked(db);

  // Another transaction reserves all of one item, and then releases it.
  await db.transact((tx) => changeStock(tx, [{ variantId: mug, reserved: 2 }], cause));
  const [released, mayCommit] = [gate(), gate()];
  const releasing = inFlight(
    db.transact(async (tx) => {
      await changeStock(tx, [{ variantId: mug, reserved: -2 }], cause);
      released.open();
      await mayCommit.opened;
    }),
  );
  await released.opened;
  mayTake.open();
  await holding;
  await blocked(db);
  mayCommit.open();
  await releasing;
  expect((await placing).items.map(({ name, quantity }) => [name, quantity])).toEqual([
    ['Mug', 1],
    ['Bowl', 1],
  ]);
});
