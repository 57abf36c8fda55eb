import type { Shop } from '@cartwright/kernel/shop';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addItem } from '../../cart/add-item.ts';
import {
  createTestShop,
  customerContext,
  inconsistencies,
  orderInput,
  type SignedUp,
  valuesOrCodes,
} from '../../testing.ts';
import { placeOrderInput } from '../schema.ts';
import { placeOrder } from './place.ts';

const world = await createTestShop();

/** The same shop with its transactions counted. */
let transactions = 0;
const shop: Shop = {
  ...world.shop,
  db: {
    ...world.shop.db,
    transact(work) {
      transactions += 1;
      return world.shop.db.transact(work);
    },
  },
};

let ada: SignedUp;
let customers: readonly SignedUp[];
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  customers = await Promise.all(Array.from({ length: 4 }, () => world.signUp()));
});
afterEach(async () => expect(await inconsistencies(world.shop.db)).toEqual([]));
afterAll(() => world.close());

const newProduct = async (stock: number) =>
  (await ada.caller.products.create({ name: 'Lamp', price: 1_000, stock })).id;

/** Contexts whose callers are known, so that the calls begin together. */
function contexts(procedure: string, count: number, keyOf = (index: number) => `${procedure}-${index}`) {
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const { accessToken = '' } = customers[index % customers.length] ?? {};
      const request = { accessToken, requestId: `request-${index}`, idempotencyKey: keyOf(index) };
      return customerContext(shop, procedure, request);
    }),
  );
}

async function counted<T>(work: () => Promise<T>): Promise<{ result: T; count: number }> {
  transactions = 0;
  const result = await work();
  return { result, count: transactions };
}

test('orders that wait together are written by one transaction, and the first to arrive get the last pieces', async () => {
  const id = await newProduct(15);
  const input = placeOrderInput.parse(orderInput({ items: [{ productId: id, quantity: 1 }] }));
  const all = await contexts('orders.place', 20, (index) => `last-${index}`);
  const { result, count } = await counted(() => Promise.allSettled(all.map((ctx) => placeOrder(ctx, input))));
  expect(count).toBe(1);
  expect(result.map(({ status }) => status === 'fulfilled')).toEqual(all.map((_, index) => index < 15));
  expect((await ada.caller.products.get({ idOrSlug: id })).available).toBe(0);
});

test('an order that comes alone takes one transaction', async () => {
  const input = placeOrderInput.parse(orderInput({ items: [{ productId: await newProduct(1), quantity: 1 }] }));
  const [ctx] = await contexts('orders.place', 1, () => 'alone');
  if (!ctx) throw new Error('There is one context.');
  expect((await counted(() => placeOrder(ctx, input))).count).toBe(1);
});

test('equal keys that wait together place one order, which each of them gets', async () => {
  const id = await newProduct(9);
  const input = placeOrderInput.parse(orderInput({ items: [{ productId: id, quantity: 2 }] }));
  const [first] = customers;
  const request = { accessToken: first?.accessToken ?? '', requestId: 'equal', idempotencyKey: 'equal' };
  const all = await Promise.all([1, 2, 3].map(() => customerContext(shop, 'orders.place', request)));
  const orders = await Promise.all(all.map((ctx) => placeOrder(ctx, input)));
  expect(new Set(orders.map((order) => order.id)).size).toBe(1);
  expect((await ada.caller.products.get({ idOrSlug: id })).available).toBe(7);
});

test('an unexpected error of one order of a batch fails that order alone', async () => {
  const id = await newProduct(9);
  const input = placeOrderInput.parse(orderInput({ items: [{ productId: id, quantity: 1 }] }));
  const all = await contexts('orders.place', 5, (index) => `poison-${index}`);
  const calls = all.map((ctx, index) => {
    // The account is erased before the order is written.
    const user = { ...ctx.signedIn.user, id: crypto.randomUUID() };
    const poisoned = { ...ctx, signedIn: { ...ctx.signedIn, user } } as typeof ctx;
    return placeOrder(index === 2 ? poisoned : ctx, input);
  });
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true, true]);
  expect((await ada.caller.products.get({ idOrSlug: id })).available).toBe(5);
});

test('items that are added together are written by one transaction, and items of one cart add up', async () => {
  const id = await newProduct(50);
  const all = await contexts('cart.addItem', 8);
  const { result, count } = await counted(() =>
    Promise.allSettled(all.map((ctx) => addItem(ctx, { productId: id, quantity: 1 }))),
  );
  expect(count).toBe(1);
  expect(valuesOrCodes(result)).toEqual(all.map((_, index) => expect.objectContaining({ count: index < 4 ? 1 : 2 })));
});
