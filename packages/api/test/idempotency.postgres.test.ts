import { gate, inFlight, onDatabase } from '@cartwright/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { blocked, createTestShop, inconsistencies, orderInput, refusalOf } from '../src/testing.ts';

const world = await createTestShop();
const { shop, clock } = world;
afterAll(() => world.close());

test('a call whose first does not end within five seconds is told that it is still running, and changes nothing', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const bob = await world.signUp();
  const { id } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 9 });
  const { orders } = bob.withKey('slow');
  const input = orderInput({ items: [{ productId: id, quantity: 1 }] });

  const [claimed, goesOn] = [gate(), gate()];
  const first = inFlight(
    shop.db.transact(async (tx) => {
      const claim = { scope: `user:${bob.user.id} orders.place`, key: 'slow', fingerprint: 'of the first' };
      await tx.insert(tx.tables.idempotencyKeys).values({ ...claim, createdAt: clock.now(), expiresAt: null });
      claimed.open();
      await goesOn.opened;
      throw new Error('The server of the first call died.');
    }),
  );
  await claimed.opened;
  expect(await refusalOf(orders.place(input))).toEqual({ code: 'IDEMPOTENCY_IN_PROGRESS' });
  expect((await bob.caller.orders.list({})).items).toEqual([]);

  goesOn.open();
  await expect(first).rejects.toThrow('died');
  expect((await orders.place(input)).number).toBe((await orders.place(input)).number);
  expect(await inconsistencies(shop.db)).toEqual([]);
});

test('a key that is purged when it is found used is free again', async () => {
  const ada = await world.signUp({ role: 'admin' });
  const { variants } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 9 });
  const [{ id }] = variants as [(typeof variants)[number]];
  const adjust = () => ada.withKey('purged').products.stock.adjust({ id, delta: 1, reason: 'found' });
  expect(await adjust()).toMatchObject({ onHand: 10 });

  const [held, goesOn] = [gate(), gate()];
  const holding = inFlight(
    shop.db.transact(async (tx) => {
      const { variants: v } = tx.tables;
      await tx.update(v).set({ updatedAt: clock.now() }).where(eq(v.id, id));
      held.open();
      await goesOn.opened;
    }),
  );
  await held.opened;
  const adjusting = inFlight(adjust());
  await blocked(shop.db);
  // The purge waits for the second call's transaction, and runs before that call looks for the stored answer.
  const purging = inFlight(
    onDatabase(
      world.database.url,
      "begin; lock table idempotency_keys in access exclusive mode; delete from idempotency_keys where key = 'purged'; commit",
    ),
  );
  await blocked(shop.db, 2);
  goesOn.open();
  await Promise.all([holding, purging]);
  expect(await adjusting).toMatchObject({ onHand: 11 });
});
