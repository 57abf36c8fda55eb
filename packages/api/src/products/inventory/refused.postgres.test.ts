import { gate, inFlight, onDatabase } from '@cartwright/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asleep, createTestShop } from '../../testing.ts';
import { changeStock, type StockChange } from '../stock.ts';

const world = await createTestShop();
const { db } = world.shop;
const { products } = (await world.signUp({ role: 'admin' })).caller;
afterAll(() => world.close());

/** A variant with 3 on hand and 2 reserved, while `change` is under way. */
async function changing(change: Omit<StockChange, 'variantId'>) {
  const { variants } = await products.create({ name: 'Mug', price: 900, stock: 3 });
  const [{ id, version }] = variants as [(typeof variants)[number]];
  const cause = { reason: { words: 'test' }, actor: 'cli', at: new Date() } as const;
  await db.transact((tx) => changeStock(tx, [{ variantId: id, reserved: 2 }], cause));
  const [changed, goesOn] = [gate(), gate()];
  const ended = inFlight(
    db.transact(async (tx) => {
      await changeStock(tx, [{ variantId: id, ...change }], cause);
      changed.open();
      await goesOn.opened;
    }),
  );
  await changed.opened;
  return {
    id,
    version,
    commit: () => {
      goesOn.open();
      return ended;
    },
  };
}

beforeAll(async () => {
  // Waits between a refused change and the next read of the stock.
  const delay =
    'create function delay() returns trigger language plpgsql as $$ begin perform pg_sleep(0.4); return null; end $$;';
  await onDatabase(
    world.database.url,
    `${delay} create trigger delay after update on variants execute function delay()`,
  );
});

test('pieces that come in the moment in which too few were there can be taken', async () => {
  const { id, commit } = await changing({ onHand: 5 });
  const adjusting = inFlight(products.stock.adjust({ id, delta: -5, reason: 'broken' }));
  await asleep(db);
  await commit();
  expect(await adjusting).toMatchObject({ onHand: 3, reserved: 2 });
});

test('a count below what orders held until this moment is set', async () => {
  const { id, version, commit } = await changing({ reserved: -2 });
  const setting = inFlight(products.stock.set({ id, onHand: 1, version, reason: 'counted' }));
  await asleep(db);
  await commit();
  expect(await setting).toMatchObject({ onHand: 1, reserved: 0 });
});
