import { gate } from '@cartwright/db/testing';
import { afterAll, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { blocked, createTestShop, refusalOf } from '../testing.ts';
import { changeStock } from './stock.ts';

const world = await createTestShop();
const { db } = world.shop;
const { products } = (await world.signUp({ role: 'admin' })).caller;
afterAll(() => world.close());

test('an edit of a product counts its variant up from what a change of stock has left', async () => {
  const { id, version, variants } = await products.create({ name: 'Mug', price: 900, stock: 5 });
  const [{ id: variantId, version: first }] = variants as [(typeof variants)[number]];
  const [moved, goesOn] = [gate(), gate()];
  const moving = db.transact(async (tx) => {
    const cause = { reason: 'received', actor: 'cli', at: new Date() };
    await changeStock(tx, [{ variantId, onHand: 1 }], cause);
    moved.open();
    await goesOn.opened;
  });
  await moved.opened;
  const editing = products.update({ id, version, price: 1_000 });
  await blocked(db);
  goesOn.open();
  await moving;
  expect((await editing).variants).toMatchObject([{ price: 1_000, onHand: 6, version: first + 2 }]);
  // Who has seen only one of the two is told.
  expect(await refusalOf(products.variants.update({ id: variantId, version: first + 1, price: 1 }))).toMatchObject({
    code: 'STALE_VERSION',
  });
});

test('a category that another admin makes in the same moment is renamed, which its maker is told', async () => {
  const [made, goesOn] = [gate(), gate()];
  const making = db.transact(async (tx) => {
    const at = new Date();
    await tx
      .insert(tx.tables.categories)
      .values({ id: newId(), slug: 'mugs', name: 'Mugs', createdAt: at, updatedAt: at });
    made.open();
    await goesOn.opened;
  });
  await made.opened;
  const saving = products.saveCategory({ slug: 'mugs', name: 'Cups' });
  await blocked(db);
  goesOn.open();
  await making;
  expect(await saving).toMatchObject({ name: 'Cups', version: 2 });
  expect(await refusalOf(products.saveCategory({ slug: 'mugs', name: 'Big mugs', version: 1 }))).toMatchObject({
    code: 'STALE_VERSION',
  });
});
