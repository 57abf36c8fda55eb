import { createTestShop, type TestShop } from '@cartwright/api/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addDemoImages, demoProducts, seedDemoCatalogue, seedDemoShop } from './index.ts';

let world: TestShop;
beforeEach(async () => {
  world = await createTestShop();
});
afterEach(() => world.close());

const images = async () => (await world.caller().products.list({ limit: 100 })).items.map(({ imageUrl }) => imageUrl);
const imageRows = () => world.shop.db.read.$count(world.shop.db.tables.productImages);

test('a shop is filled at once, and its images follow, each product with its own', async () => {
  expect(await seedDemoCatalogue(world.shop)).toBe(true);
  expect(await images()).toEqual(demoProducts.map(() => null));
  await addDemoImages(world.shop);
  const urls = await images();
  expect(urls).toEqual(demoProducts.map(() => expect.stringMatching(/\.webp$/)));
  expect(await imageRows()).toBe(demoProducts.length);
});

test('images that a process did not finish are drawn by the next, and by one of several at the same time', async () => {
  await seedDemoCatalogue(world.shop);
  const stopped = AbortSignal.abort();
  await addDemoImages(world.shop, { signal: stopped });
  expect(await imageRows()).toBe(0);
  await Promise.all([addDemoImages(world.shop), addDemoImages(world.shop)]);
  expect(await imageRows()).toBe(demoProducts.length);
  expect(await seedDemoShop(world.shop)).toBe(false);
  expect(await imageRows()).toBe(demoProducts.length);
});

test('a shop with goods of its own gets neither products nor images', async () => {
  const ada = await world.signUp({ role: 'admin' });
  await ada.caller.products.create({ name: 'Mug', slug: demoProducts[0]?.slug ?? '', price: 900, stock: 9 });
  expect(await seedDemoShop(world.shop)).toBe(false);
  expect(await images()).toEqual([null]);
});
