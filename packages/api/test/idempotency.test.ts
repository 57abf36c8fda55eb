import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../src/testing.ts';

const world = await createTestShop();
const { shop, clock } = world;
let ada: SignedUp;
let productId: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 90 })).id;
});
afterAll(() => world.close());

async function storedKeys(): Promise<string> {
  return JSON.stringify(await shop.db.read.select().from(shop.db.tables.idempotencyKeys));
}

test("a guest's adds with one key count once, and those of another guest for themselves", async () => {
  const carts = await Promise.all([1, 2].map(() => world.caller().cart.addItem({ productId })));
  for (const { token: cartToken = '' } of carts) {
    const { cart } = world.caller({ cartToken, idempotencyKey: 'guest' });
    await cart.addItem({ productId });
    expect(await cart.addItem({ productId })).toMatchObject({ count: 2 });
  }
});

test('the token of a cart is not kept with the answer that gave it', async () => {
  const { token = '' } = await world
    .caller({ cartToken: 'of a cart long gone', idempotencyKey: 'fresh' })
    .cart.addItem({ productId });
  expect(token.length).toBeGreaterThan(20);
  expect(await storedKeys()).not.toContain(token);
});

test('nothing of a key that failed is kept', async () => {
  const before = await storedKeys();
  const { cart } = ada.withKey('failing');
  expect(await refusalOf(cart.addItem({ productId: crypto.randomUUID() }))).toEqual({ code: 'NOT_FOUND' });
  expect(await storedKeys()).toBe(before);
});

test('a replayed answer has the types of the first', async () => {
  const bob = await world.signUp();
  const { orders } = bob.withKey('types');
  const input = orderInput({ items: [{ productId, quantity: 1 }] });
  const first = await orders.place(input);
  const again = await orders.place(input);
  expect(again.createdAt).toBeInstanceOf(Date);
  expect(again).toEqual(first);
});

test('a key means nothing when the account that used it is another', async () => {
  const [bob, carol] = [await world.signUp(), await world.signUp()];
  const item = { productId, quantity: 1 };
  await bob.withKey('whose').cart.addItem(item);
  expect((await carol.withKey('whose').cart.addItem(item)).id).not.toBe((await bob.caller.cart.get()).id);
});

test('after a day a key is free again, but for those of orders', async () => {
  const bob = await world.signUp();
  const withKey = async () => {
    const { accessToken = '' } = await world.caller().auth.login({ email: bob.user.email, password: 'correct horse' });
    return world.caller({ accessToken, idempotencyKey: 'daily' });
  };
  const order = await (await withKey()).orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
  await (await withKey()).cart.addItem({ productId });
  clock.advance({ hours: 23 });
  expect((await (await withKey()).cart.addItem({ productId })).count).toBe(1);
  clock.advance({ hours: 2 });
  expect((await (await withKey()).cart.addItem({ productId, quantity: 2 })).count).toBe(3);
  const again = await (await withKey()).orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
  expect(again.id).toBe(order.id);
});
