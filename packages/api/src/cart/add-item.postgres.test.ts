import { gate, inFlight, onDatabase, statementsOf } from '@cartwright/db/testing';
import { newId } from '@cartwright/kernel/ids';
import { eq, sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { blocked, createTestShop, refusalOf } from '../testing.ts';
import { lockAndRead } from './lock-and-read.ts';

const world = await createTestShop();
afterAll(() => world.close());

test('a cart that another request opens during the first add is added to once', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { id } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 10 });
  const { user, caller } = await world.signUp();
  const [opened, goesOn] = [gate(), gate()];
  const opening = inFlight(
    world.shop.db.transact(async (tx) => {
      const [now, expiresAt] = [new Date(), new Date('2100-01-01')];
      const cart = { id: newId(), userId: user.id, expiresAt, createdAt: now, updatedAt: now };
      await tx.insert(tx.tables.carts).values(cart);
      opened.open();
      await goesOn.opened;
    }),
  );
  await opened.opened;
  const adding = inFlight(caller.cart.addItem({ productId: id }));
  await blocked(world.shop.db);
  goesOn.open();
  await opening;
  expect((await adding).count).toBe(1);
  expect((await caller.cart.get()).count).toBe(1);
});

test('a cart that another request opens after the carts were locked counts as missing', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { variants } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 10 });
  const variantId = variants[0]!.id;
  const { user } = await world.signUp();
  const { db } = world.shop;
  const [held, goesOn] = [gate(), gate()];
  const holding = inFlight(
    db.transact(async (tx) => {
      await tx.select({ lock: sql`pg_advisory_xact_lock(1)` }).from(sql`(select 1) as one`);
      held.open();
      await goesOn.opened;
    }),
  );
  await held.opened;
  const cartId = newId();
  const opening = inFlight(
    onDatabase(
      world.database.url,
      `begin; lock table products in access exclusive mode;
      insert into carts (id, user_id, expires_at, created_at, updated_at)
        values ('${cartId}', '${user.id}', '2100-01-01', now(), now());
      insert into cart_lines (cart_id, variant_id, quantity, price_at_add, added_at)
        values ('${cartId}', '${variantId}', 1, 900, now());
      select pg_advisory_xact_lock(1); commit`,
    ),
  );
  await blocked(db);
  const needs = { owners: [{ userId: user.id }], wanted: [{ variantId }], locksStock: false };
  // The first statement finds no cart. The second waits for the table.
  const reading = inFlight(db.transact((tx) => lockAndRead(tx, needs)));
  await blocked(db, 2);
  goesOn.open();
  await Promise.all([holding, opening]);
  expect((await reading).cartOf({ userId: user.id }, new Date())).toBeUndefined();
});

test('an add to a cart with a key takes seven statements, begin and commit included', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const bob = await world.signUp();
  const [mug, bowl] = await Promise.all(
    ['Mug', 'Bowl'].map((name) => ada.caller.products.create({ name, price: 1_000, stock: 10 })),
  );
  await bob.caller.cart.addItem({ productId: mug!.id });
  const { cart } = bob.withKey('counted');
  const statements = await statementsOf(() => cart.addItem({ variantId: bowl!.variants[0]!.id }));
  const expected = [
    'from "sessions"', // identifies the caller
    'begin',
    'insert into "idempotency_keys"', // claims the key
    'from "carts" where', // locks the cart
    'from "variants" inner join "products"', // reads the lines, prices and stock
    'insert into "cart_lines"', // writes the line and prolongs the cart
    'commit',
  ];
  expect(statements).toEqual(expected.map((part) => expect.stringContaining(part)));
});

test('a variant that is removed while it is added is none', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const options = ['S', 'M'].map((size) => ({ options: { Size: size }, price: 900 }));
  const { variants } = await ada.caller.products.create({ name: 'Shirt', variants: options });
  const variantId = variants[0]!.id;
  const { db } = world.shop;
  // Without a ledger row, which would keep the variant from being removed.
  await db.transact((tx) => tx.update(tx.tables.variants).set({ onHand: 9 }));
  const [removed, goesOn] = [gate(), gate()];
  const removing = inFlight(
    db.transact(async (tx) => {
      await tx.delete(tx.tables.variants).where(eq(tx.tables.variants.id, variantId));
      removed.open();
      await goesOn.opened;
    }),
  );
  await removed.opened;
  const { caller } = await world.signUp();
  const adding = inFlight([world.caller(), caller].map(({ cart }) => refusalOf(cart.addItem({ variantId }))));
  await blocked(db, 2);
  goesOn.open();
  await removing;
  expect(await Promise.all(adding)).toEqual([{ code: 'NOT_FOUND' }, { code: 'NOT_FOUND' }]);
});
