import { onDatabase } from '@cartwright/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { createTestShop, refusalOf } from '../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());
const guest = world.caller();
const password = 'correct horse';

test('a role that changes holds at the very next call', async () => {
  const ada = await world.signUp();
  const { db } = world.shop;
  const { users } = db.tables;
  const become = (role: 'admin' | 'customer') =>
    db.transact(async (tx) => {
      await tx.update(users).set({ role }).where(eq(users.id, ada.user.id));
    });
  const create = () =>
    world.caller({ accessToken: ada.accessToken }).products.create({ name: 'Mug', price: 1, stock: 1 });
  expect((await refusalOf(create())).code).toBe('FORBIDDEN');
  await become('admin');
  await create();
  await become('customer');
  expect((await refusalOf(create())).code).toBe('FORBIDDEN');
});

test("a guest's cart comes along at login", async () => {
  const admin = await world.signUp({ role: 'admin' });
  const bob = await world.signUp();
  const { id } = await admin.caller.products.create({ name: 'Cup', price: 100, stock: 9 });
  const { token: cartToken } = await guest.cart.addItem({ productId: id, quantity: 2 });
  const withCart = world.caller({ cartToken });
  const { user, cart } = await withCart.auth.login({ email: bob.user.email, password });
  expect(user.id).toBe(bob.user.id);
  expect(cart?.items).toMatchObject([{ quantity: 2, outcome: 'added' }]);
  expect((await withCart.cart.get()).count).toBe(0);
});

test("a guest's cart that cannot be merged does not stand in the way of a login, and stays the guest's", async () => {
  const broken = await createTestShop();
  try {
    const admin = await broken.signUp({ role: 'admin' });
    const { id } = await admin.caller.products.create({ name: 'Cup', price: 100, stock: 9 });
    const { token: cartToken } = await broken.caller().cart.addItem({ productId: id, quantity: 2 });
    await onDatabase(broken.database.url, 'alter table cart_lines rename to cart_lines_away');
    const session = await broken.caller({ cartToken }).auth.login({ email: admin.user.email, password });
    expect(session.cart).toBeUndefined();
    await broken.caller({ accessToken: session.accessToken }).auth.me();
    await onDatabase(broken.database.url, 'alter table cart_lines_away rename to cart_lines');
    expect((await broken.caller({ cartToken }).cart.get()).count).toBe(2);
  } finally {
    await broken.close();
  }
});
