import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  createPromotionInput,
  importTaxRates,
  insertPromotion,
  insertShippingMethod,
  shippingMethodInput,
} from '@cartwright/api';
import type { Transaction } from '@cartwright/db';
import type { Shop } from '@cartwright/kernel/shop';

/** The code of the demo shop. It takes 10 % off an order. */
export const demoCode = 'WELCOME10';

const packageFile = createRequire(import.meta.url);
const action = 'seed';

/** Imports the tax rates of `rates/rates.csv`. Resolves the package, because a bundle lies elsewhere. */
export async function importDemoRates(shop: Shop): Promise<void> {
  const folder = dirname(packageFile.resolve('@cartwright/demo/package.json'));
  const bytes = await readFile(join(folder, 'src', 'rates', 'rates.csv'));
  await importTaxRates(shop, bytes, { dryRun: false, by: { actor: 'cli', action, at: shop.clock.now() } });
}

const europe = ['AT', 'BE', 'DE', 'DK', 'ES', 'FR', 'IT', 'LU', 'NL', 'PL'];

/** Methods for Europe, so that an order to the USA has one method and needs no choice. */
const methods = [
  {
    name: 'Parcel to Europe',
    zones: europe.map((country) => ({ country })),
    by: 'weight',
    steps: [
      { from: 0, price: 990 },
      { from: 5_000, price: 1_690 },
    ],
    upTo: 30_000,
    minDays: 4,
    maxDays: 8,
  },
  {
    name: 'Express to Europe',
    zones: europe.map((country) => ({ country })),
    steps: [{ from: 0, price: 2_490 }],
    minDays: 1,
    maxDays: 2,
  },
] as const;

/** Adds shipping methods, an automatic promotion and one with a code. The categories must be there. */
export async function addDemoPrices(
  tx: Transaction,
  categoryIds: ReadonlyMap<string, string>,
  at: Date,
): Promise<void> {
  const by = { actor: 'cli', action, at } as const;
  for (const method of methods) await insertShippingMethod(tx, by, shippingMethodInput.parse(method), at);
  const coffee = [categoryIds.get('coffee-tea')];
  const promotions = [
    {
      name: 'Coffee: three for two',
      rule: { kind: 'buy_x_get_y', buy: { quantity: 2, categoryIds: coffee }, get: { quantity: 1 } },
      automatic: true,
    },
    {
      name: 'Welcome',
      rule: { kind: 'order', off: { kind: 'percent', basisPoints: 1_000 } },
      limits: { usesPerCustomer: 1 },
      codes: [demoCode],
    },
  ];
  for (const promotion of promotions) await insertPromotion(tx, by, createPromotionInput.parse(promotion), at);
}
