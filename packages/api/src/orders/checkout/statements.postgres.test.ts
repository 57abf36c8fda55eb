import { statementsOf } from '@cartwright/db/testing';
import { afterAll, expect, test } from 'vitest';
import { createTestShop, orderInput } from '../../testing.ts';

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
