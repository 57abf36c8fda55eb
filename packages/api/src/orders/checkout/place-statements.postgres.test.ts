import { statementsOf } from '@cartwright/db/testing';
import { afterAll, expect, test } from 'vitest';
import { createTestShop, orderInput } from '../../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());

test('a checkout of two lines with a key takes eight statements, begin and commit included', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const bob = await world.signUp();
  for (const name of ['Mug', 'Bowl']) {
    const { id } = await ada.caller.products.create({ name, price: 1_000, stock: 10 });
    await bob.caller.cart.addItem({ productId: id });
  }
  const keyed = bob.withKey('counted');
  const statements = await statementsOf(() => keyed.orders.place(orderInput()));
  const expected = [
    'from "sessions"', // who is it
    'begin',
    'insert into "idempotency_keys"', // the key is claimed
    'from "cart_lines" inner join "variants" on', // prices and stock are read
    'delete from "cart_lines"', // the cart is taken
    'update "variants"', // the stock is reserved
    'insert into "orders"', // everything else is written, jobs included
    'commit',
  ];
  expect(statements).toEqual(expected.map((part) => expect.stringContaining(part)));
});
