import { statementsOf } from '@cartwright/db/testing';
import { afterAll, expect, test } from 'vitest';
import { createTestShop, orderInput, storePromotion } from '../../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());

test('a checkout of two lines with a key takes seven statements, begin and commit included', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const bob = await world.signUp();
  for (const name of ['Mug', 'Bowl']) {
    const { id } = await ada.caller.products.create({ name, price: 1_000, stock: 10 });
    await bob.caller.cart.addItem({ productId: id });
  }
  const keyed = bob.withKey('counted');
  // Rates and shipping methods stay in memory.
  await keyed.orders.quote(orderInput());
  const statements = await statementsOf(() => keyed.orders.place(orderInput()));
  const expected = [
    'from "sessions"', // identifies the caller
    'begin',
    'insert into "idempotency_keys"', // claims the key
    'from "carts" where', // locks the cart
    'from "variants" inner join "products"', // locks the stock and reads the lines, prices and stock
    'insert into "order_lines"', // writes all rows and jobs, reserves the stock and empties the cart
    'commit',
  ];
  expect(statements).toEqual(expected.map((part) => expect.stringContaining(part)));
});

test('a code with limits, two rates and a shipping method cost two statements more', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const bob = await world.signUp();
  const { id: productId } = await ada.caller.products.create({ name: 'Lamp', price: 1_000, stock: 10 });
  await ada.caller.admin.taxRates.create({ country: 'US', name: 'Federal tax', basisPoints: 500 });
  await ada.caller.admin.taxRates.create({ country: 'US', region: 'VA', name: 'Tax', basisPoints: 975, mode: 'adds' });
  const { id: shippingMethod } = await ada.caller.admin.shippingMethods.create({
    name: 'Bike',
    steps: [{ from: 0, price: 700 }],
  });
  const limits = { uses: 9, usesPerCustomer: 2, budget: 9_000 };
  await storePromotion(world.shop, { codes: ['COUNTED'], usesPerCode: 5, conditions: { firstOrder: true }, limits });
  await bob.caller.cart.addItem({ productId });
  await bob.caller.cart.applyCode({ code: 'COUNTED' });
  const keyed = bob.withKey('coded');
  const input = orderInput({ shippingMethod });
  await keyed.orders.quote(input);
  let amounts: string[] = [];
  const statements = await statementsOf(async () => {
    amounts = (await keyed.orders.place(input)).adjustments.map(({ label }) => label);
  });
  expect(amounts).toEqual(['COUNTED', 'Bike', 'Federal tax', 'Tax', 'Federal tax', 'Tax']);
  const expected = [
    'from "sessions"',
    'begin',
    'insert into "idempotency_keys"',
    'from "carts" where',
    'from "variants" inner join "products"', // reads the codes of the cart too
    'from "promotion_codes" inner join "promotions"', // finds the promotion, and whether the customer has orders
    'insert into "balances"', // locks the limits and reads what is left of them
    'insert into "order_lines"', // takes the uses too
    'commit',
  ];
  // The notification of the stock leaves after the commit, together with others.
  const counted = statements.filter((statement) => !statement.includes('pg_notify'));
  expect(counted).toEqual(expected.map((part) => expect.stringContaining(part)));
});
