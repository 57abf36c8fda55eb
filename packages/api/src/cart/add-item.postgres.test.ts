import { setTimeout as sleep } from 'node:timers/promises';
import { gate, inFlight, onDatabase } from '@cartwright/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { blocked, createTestShop, refusalOf } from '../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());

beforeAll(async () => {
  // Slows the statements that look for an open cart, before and after they have found none.
  const delay =
    'create function delay() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return null; end $$;';
  await onDatabase(world.database.url, `${delay} create trigger delay before update on carts execute function delay()`);
});

test('a cart that another request opens between two statements of an add is added to once', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { id } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 10 });
  const { user, caller } = await world.signUp();
  const adding = inFlight(caller.cart.addItem({ productId: id }));
  await sleep(100);
  await world.shop.db.transact(async (tx) => {
    const [now, expiresAt] = [new Date(), new Date('2100-01-01')];
    await tx
      .insert(tx.tables.carts)
      .values({ id: newId(), userId: user.id, expiresAt, createdAt: now, updatedAt: now });
  });
  expect((await adding).count).toBe(1);
  expect((await caller.cart.get()).count).toBe(1);
});

test('a variant that is removed while it is added is none', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const options = ['S', 'M'].map((size) => ({ options: { Size: size }, price: 900 }));
  const { variants } = await ada.caller.products.create({ name: 'Shirt', variants: options });
  const variantId = variants[0]!.id;
  const { db } = world.shop;
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
