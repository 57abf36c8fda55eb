import type { Transaction } from '@cartwright/db';
import { gate, inFlight } from '@cartwright/db/testing';
import { newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { blocked, createTestShop, refusalOf } from '../testing.ts';
import { reindexProducts } from './search/reindex-products.ts';
import { changeStock } from './stock.ts';

const world = await createTestShop();
const { db } = world.shop;
const { products } = (await world.signUp({ role: 'admin' })).caller;
afterAll(() => world.close());

test('an edit of a product counts its variant up from what a change of stock has left', async () => {
  const { id, version, variants } = await products.create({ name: 'Mug', price: 900, stock: 5 });
  const [{ id: variantId, version: first }] = variants as [(typeof variants)[number]];
  const [moved, goesOn] = [gate(), gate()];
  const moving = inFlight(
    db.transact(async (tx) => {
      const cause = { reason: 'received', actor: 'cli', at: new Date() } as const;
      await changeStock(tx, [{ variantId, onHand: 1 }], cause);
      moved.open();
      await goesOn.opened;
    }),
  );
  await moved.opened;
  const editing = inFlight(products.update({ idOrSlug: id, version, price: 1_000 }));
  await blocked(db);
  goesOn.open();
  await moving;
  expect((await editing).variants).toMatchObject([{ price: 1_000, onHand: 6, version: first + 2 }]);
  // An editor that has seen only one of the two changes is refused.
  expect(await refusalOf(products.variants.update({ id: variantId, version: first + 1, price: 1 }))).toMatchObject({
    code: 'STALE_VERSION',
  });
});

test('a category that another admin makes in the same moment is renamed, which its maker is told', async () => {
  const [made, goesOn] = [gate(), gate()];
  const making = inFlight(
    db.transact(async (tx) => {
      const at = new Date();
      await tx
        .insert(tx.tables.categories)
        .values({ id: newId(), slug: 'mugs', name: 'Mugs', createdAt: at, updatedAt: at });
      made.open();
      await goesOn.opened;
    }),
  );
  await made.opened;
  const saving = inFlight(products.saveCategory({ slug: 'mugs', name: 'Cups' }));
  await blocked(db);
  goesOn.open();
  await making;
  expect(await saving).toMatchObject({ name: 'Cups', version: 2 });
  expect(await refusalOf(products.saveCategory({ slug: 'mugs', name: 'Big mugs', version: 1 }))).toMatchObject({
    code: 'STALE_VERSION',
  });
});

test('a product that was given no SKU has another one where that of its name is taken in the same moment', async () => {
  const { id: productId } = await products.create({ name: 'Cap', price: 900 });
  const taking = async (sku: string) => {
    const [taken, goesOn] = [gate(), gate()];
    const ended = inFlight(
      db.transact(async (tx) => {
        const [at, id] = [new Date(), newId()];
        const row = { id, productId, sku, options: {}, optionsKey: sku, price: 1, onHand: 0, position: 9 };
        await tx.insert(tx.tables.variants).values({ ...row, createdAt: at, updatedAt: at });
        taken.open();
        await goesOn.opened;
      }),
    );
    await taken.opened;
    return () => {
      goesOn.open();
      return ended;
    };
  };
  const takeHat = await taking('HAT');
  const creating = inFlight(products.create({ name: 'Hat', price: 900 }));
  await blocked(db);
  await takeHat();
  expect((await creating).variants).toMatchObject([{ sku: expect.stringMatching(/^HAT-./) }]);

  const takeCap = await taking('CAP-S');
  const adding = inFlight(products.variants.create({ idOrSlug: productId, options: { Size: 'S' }, price: 900 }));
  await blocked(db);
  await takeCap();
  expect(await adding).toMatchObject({ sku: expect.stringMatching(/^CAP-./) });
});

describe('a product that is put on sale while its last piece leaves', () => {
  const draft = async () => {
    const { id, version, variants } = await products.create({ name: newId(), price: 900, stock: 1, status: 'draft' });
    const [{ id: variantId }] = variants as [(typeof variants)[number]];
    const sellOut = (tx: Transaction) =>
      changeStock(tx, [{ variantId, onHand: -1 }], { reason: { words: 'sold' }, actor: 'cli', at: new Date() });
    const inStock = async () => (await products.list({ ids: [id], inStock: true })).items.length;
    return { id, version, sellOut, inStock };
  };

  test('waits for the piece to be gone, and is listed as sold out', async () => {
    const { id, version, sellOut, inStock } = await draft();
    const [sold, goesOn] = [gate(), gate()];
    const selling = inFlight(
      db.transact(async (tx) => {
        await sellOut(tx);
        sold.open();
        await goesOn.opened;
      }),
    );
    await sold.opened;
    const listing = inFlight(products.update({ idOrSlug: id, version, status: 'active' }));
    await blocked(db);
    goesOn.open();
    await selling;
    expect(await listing).toMatchObject({ status: 'active', inStock: false });
    expect(await inStock()).toBe(0);
  });

  test('is on sale before the piece leaves, which search is then told', async () => {
    const { id, sellOut, inStock } = await draft();
    const [listed, goesOn] = [gate(), gate()];
    const listing = inFlight(
      db.transact(async (tx) => {
        await tx.update(tx.tables.products).set({ status: 'active' }).where(eq(tx.tables.products.id, id));
        await reindexProducts(tx, [id]);
        listed.open();
        await goesOn.opened;
      }),
    );
    await listed.opened;
    const selling = inFlight(db.transact(sellOut));
    await blocked(db);
    goesOn.open();
    await Promise.all([listing, selling]);
    expect(await inStock()).toBe(0);
  });
});
