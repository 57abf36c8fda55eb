import { gate, inFlight } from '@cartwright/db/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { createContext } from '../context.ts';
import { blocked, createTestShop } from '../testing.ts';
import { mergeGuestCart } from './merge.ts';
import { openCart } from './open.ts';

const world = await createTestShop();
const { db } = world.shop;
const ada = await world.signUp({ role: 'admin' });
const [mug, bowl] = [await newVariant('Mug'), await newVariant('Bowl')];
afterAll(() => world.close());

async function newVariant(name: string): Promise<string> {
  const { variants } = await ada.caller.products.create({ name, price: 900, stock: 10 });
  return variants[0]!.id;
}

async function guestWithMug() {
  const { token: cartToken = '' } = await world.caller().cart.addItem({ variantId: mug });
  const ctx = createContext(world.shop, { requestId: 'test', ip: '127.0.0.1', cartToken });
  return { ctx, caller: world.caller({ cartToken }) };
}

test('what a guest adds while the cart is being merged comes along', async () => {
  const { user, caller: own } = await world.signUp();
  const { ctx } = await guestWithMug();
  const [added, goesOn] = [gate(), gate()];
  const adding = inFlight(
    db.transact(async (tx) => {
      const { id } = await openCart({ ...ctx, signedIn: null, procedure: 'cart.addItem' }, tx);
      const line = { cartId: id, variantId: bowl, quantity: 2, priceAtAdd: 900, addedAt: new Date() };
      await tx.insert(tx.tables.cartLines).values(line);
      added.open();
      await goesOn.opened;
    }),
  );
  await added.opened;
  const merging = inFlight(db.transact((tx) => mergeGuestCart(ctx, tx, user.id)));
  await blocked(db);
  goesOn.open();
  await Promise.all([adding, merging]);
  const { items } = await own.cart.get();
  expect(items.map(({ name, quantity }) => [name, quantity])).toEqual([
    ['Mug', 1],
    ['Bowl', 2],
  ]);
});

describe('a guest whose cart is gone in the next moment', () => {
  test.each(['addItem', 'updateItem'] as const)('is given a new one by %s', async (procedure) => {
    const { user } = await world.signUp();
    const { ctx, caller } = await guestWithMug();
    const [merged, goesOn] = [gate(), gate()];
    const merging = inFlight(
      db.transact(async (tx) => {
        await mergeGuestCart(ctx, tx, user.id);
        merged.open();
        await goesOn.opened;
      }),
    );
    await merged.opened;
    const using = inFlight(caller.cart[procedure]({ variantId: bowl, quantity: 3 }));
    await blocked(db);
    goesOn.open();
    await merging;
    expect(await using).toMatchObject({ token: expect.any(String), count: 3 });
  });
});
