import { createTestShop, type TestShop } from '@cartwright/api/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addDemoImages, demoCode, demoLogins, demoProducts, seedDemoCatalogue, seedDemoShop } from './index.ts';

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

test('a shop with goods of its own gets neither products nor images nor prices', async () => {
  const ada = await world.signUp({ role: 'admin' });
  await ada.caller.products.create({ name: 'Mug', slug: demoProducts[0]?.slug ?? '', price: 900, stock: 9 });
  expect(await seedDemoShop(world.shop)).toBe(false);
  expect(await images()).toEqual([null]);
  expect((await ada.caller.admin.promotions.list({})).items).toEqual([]);
  expect((await ada.caller.admin.shippingMethods.list({})).items).toHaveLength(1);
});

test('the shop has tax rates, shipping methods, an automatic promotion and one with a code', async () => {
  await seedDemoCatalogue(world.shop);
  const { email, password } = demoLogins.admin;
  const { accessToken } = await world.caller().auth.login({ email, password });
  const { admin } = world.caller({ accessToken });
  const countries = (await admin.taxRates.list({ limit: 100 })).items.map(({ country }) => country);
  expect(countries).toEqual(expect.arrayContaining(['DE', 'FR', 'GB']));
  const names = (await admin.shippingMethods.list({})).items.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Parcel to Europe', 'Express to Europe']));
  expect((await admin.promotions.list({})).items).toMatchObject([
    { automatic: false, codes: [demoCode] },
    { automatic: true, rule: { kind: 'buy_x_get_y' } },
  ]);
  const { items } = await admin.audit({ q: 'seed' });
  expect(items.map(({ target }) => target.type)).toContain('promotion');

  const [product] = (await world.caller().products.list({})).items;
  const quote = (country: string, state?: string) =>
    world.caller().orders.quote({
      items: [{ variantId: product?.variants[0]?.id ?? '', quantity: 1 }],
      shippingAddress: {
        country,
        ...(state !== undefined && { state }),
        postalCode: country === 'DE' ? '10115' : '22202',
      },
    });
  expect((await quote('DE')).shippingOptions).toHaveLength(3);
  expect((await quote('DE')).adjustments).toContainEqual(expect.objectContaining({ kind: 'tax' }));
  // An order to the USA needs no choice, so that a first purchase stays short.
  expect((await quote('US', 'VA')).shippingOptions).toHaveLength(1);
});
