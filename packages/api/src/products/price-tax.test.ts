import { afterAll, expect, test } from 'vitest';
import { createTestShop, type TestShop } from '../testing.ts';

const worlds: TestShop[] = [];
afterAll(() => Promise.all(worlds.map((world) => world.close())));

test.each([
  { setting: 'on', includes: true },
  { setting: 'off', includes: false },
])('with PRICES_INCLUDE_TAX=$setting every product says $includes', async ({ setting, includes }) => {
  const world = await createTestShop({ PRICES_INCLUDE_TAX: setting });
  worlds.push(world);
  const ada = await world.signUp({ role: 'admin' });
  const { slug } = await ada.caller.products.create({ name: 'Zanzibar', price: 1_000 });
  const { products } = world.caller();
  const [listed, found] = [await products.list({}), await products.search({ q: 'zanzibar' })];
  const shown = [await products.get({ idOrSlug: slug }), ...listed.items, ...found.items];
  expect(shown.map((product) => product.priceIncludesTax)).toEqual([includes, includes, includes]);
});
