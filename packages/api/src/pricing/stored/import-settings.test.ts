import { createTestDatabase } from '@cartwright/db/testing';
import { expect, test } from 'vitest';
import { migrateShop } from '../../shop.ts';
import { createTestShop } from '../../testing.ts';

const settings = { SHIPPING_PRICE: '590', FREE_SHIPPING_FROM: '7500', TAX_BASIS_POINTS: '825' };

test('a new store takes its first shipping method and tax rate from settings, once', async () => {
  const warnings: string[] = [];
  const ignore = () => {};
  const log = { debug: ignore, info: ignore, warn: (_: object, text: string) => warnings.push(text), error: ignore };
  const world = await createTestShop(settings, { log, database: await createTestDatabase() });
  try {
    const { caller } = await world.signUp({ role: 'admin' });
    const [method] = (await caller.admin.shippingMethods.list({})).items;
    expect(method).toMatchObject({ steps: [{ from: 0, price: 590 }], freeFrom: 7_500, zones: [] });
    const [rate] = (await caller.admin.taxRates.list({})).items;
    expect(rate).toMatchObject({ country: '*', taxClass: 'standard', basisPoints: 825, mode: 'replaces' });

    await caller.admin.taxRates.remove({ id: rate?.id ?? '' });
    await migrateShop(world.shop);
    expect((await caller.admin.taxRates.list({})).items).toEqual([]);
    expect((await caller.admin.shippingMethods.list({})).items).toHaveLength(1);
    expect(warnings).toEqual([expect.stringMatching(/^SHIPPING_PRICE, FREE_SHIPPING_FROM, TAX_BASIS_POINTS: Remove/)]);
  } finally {
    await world.close();
  }
});

test('servers that open a new store at the same moment give it one shipping method', async () => {
  const database = await createTestDatabase();
  const world = await createTestShop({}, { database });
  try {
    await Promise.all(Array.from({ length: 4 }, () => migrateShop(world.shop)));
    const { caller } = await world.signUp({ role: 'admin' });
    expect((await caller.admin.shippingMethods.list({})).items).toHaveLength(1);
    expect((await caller.admin.taxRates.list({})).items).toEqual([]);
  } finally {
    await world.close();
  }
});
