import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, rowCounts, type SignedUp, tally } from '../../testing.ts';

const world = await createTestShop();
const { shop } = world;
const shoppers: SignedUp[] = [];
let ada: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  shoppers.push(...(await Promise.all(Array.from({ length: 60 }, () => world.signUp()))));
});
afterEach(async () => expect(await inconsistencies(shop.db)).toEqual([]));
afterAll(() => world.close());

const newProduct = (stock: number) => ada.caller.products.create({ name: 'Lamp', price: 1_000, stock });
const availableOf = async (id: string) => (await ada.caller.products.get({ idOrSlug: id })).available;
const someone = () => shoppers[0] ?? ada;

test('60 shoppers who want one of 20 pieces at the same time get 20 orders, and 40 hear that there is none', async () => {
  const { id } = await newProduct(20);
  const input = orderInput({ items: [{ productId: id, quantity: 1 }] });
  const outcome = await tally(shoppers.map(({ caller }) => caller.orders.place(input)));
  expect(outcome).toEqual({ ok: 20, INSUFFICIENT_STOCK: 40 });
  expect(await availableOf(id)).toBe(0);
});

test('60 orders of two products, half of them in the other order, are all placed', async () => {
  const [one, other] = [await newProduct(120), await newProduct(120)];
  const lines = [one, other].map(({ id }) => ({ productId: id, quantity: 2 }));
  const inputs = [orderInput({ items: lines }), orderInput({ items: [...lines].reverse() })];
  const outcome = await tally(
    shoppers.map(({ caller }, index) => caller.orders.place(inputs[index % 2] ?? orderInput())),
  );
  expect(outcome).toEqual({ ok: 60 });
  expect([await availableOf(one.id), await availableOf(other.id)]).toEqual([0, 0]);
});

test('60 carts with the same two products, filled in both orders, are all ordered', async () => {
  const [one, other] = [await newProduct(60), await newProduct(60)];
  const lines = [one, other].map(({ id }) => ({ productId: id, quantity: 1 }));
  const ordering = shoppers.map(async ({ caller }, index) => {
    for (const line of index % 2 ? lines : [...lines].reverse()) await caller.cart.addItem(line);
    return caller.orders.place(orderInput());
  });
  expect(await tally(ordering)).toEqual({ ok: 60 });
});

test('one key sent 20 times at the same time orders once, and everybody gets the same answer', async () => {
  const { id } = await newProduct(50);
  const before = await rowCounts(shop.db);
  const input = orderInput({ items: [{ productId: id, quantity: 2 }] });
  const { orders } = someone().withKey('twenty-times');
  const [first, ...rest] = await Promise.all(Array.from({ length: 20 }, () => orders.place(input)));
  for (const answer of rest) expect(answer).toEqual(first);
  expect((await rowCounts(shop.db)).orders).toBe((before.orders ?? 0) + 1);
  expect(await availableOf(id)).toBe(48);
});

test('one key sent at the same time with two inputs orders one of them, and refuses the other', async () => {
  const { id } = await newProduct(50);
  const { orders } = someone().withKey('two-inputs');
  const inputs = [1, 2].map((quantity) => orderInput({ items: [{ productId: id, quantity }] }));
  expect(await tally(inputs.map((input) => orders.place(input)))).toEqual({ ok: 1, IDEMPOTENCY_KEY_REUSED: 1 });
});

test('one key sent by 20 customers at the same time orders 20 times', async () => {
  const { id } = await newProduct(20);
  const input = orderInput({ items: [{ productId: id, quantity: 1 }] });
  const answers = await Promise.all(
    shoppers.slice(0, 20).map((shopper) => shopper.withKey('common').orders.place(input)),
  );
  expect(new Set(answers.map((order) => order.id)).size).toBe(20);
});

test('of two who order one cart at the same time one gets the order, and the other finds the cart empty', async () => {
  const { id } = await newProduct(9);
  const { caller } = someone();
  await caller.cart.addItem({ productId: id, quantity: 3 });
  const placing = [caller.orders.place(orderInput()), caller.orders.place(orderInput())];
  expect(await tally(placing)).toEqual({ ok: 1, CART_EMPTY: 1 });
  expect(await availableOf(id)).toBe(6);
});

test('what is added to a cart while it is ordered is either in the order or still in the cart', async () => {
  const { id } = await newProduct(99);
  const { caller } = someone();
  await caller.cart.addItem({ productId: id, quantity: 1 });
  const adding = Array.from({ length: 10 }, () => caller.cart.addItem({ productId: id, quantity: 1 }));
  const [order] = await Promise.all([caller.orders.place(orderInput()), ...adding]);
  const left = await caller.cart.get();
  expect((order.items[0]?.quantity ?? 0) + left.count).toBe(11);
  if (left.count > 0) await caller.orders.place(orderInput());
});
