import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, type SignedUp } from '../testing.ts';
import { insertProducts } from './index.ts';

const world = await createTestShop();
const { shop, clock } = world;
let ada: SignedUp;
let products: SignedUp['caller']['products'];
let count = 0;
const unique = (name: string) => `${name}-${(count += 1)}`;

async function signIn() {
  ada = await world.signUp({ role: 'admin' });
  ({ products } = ada.caller);
}

/** Days pass, which ends the session of the admin. */
async function days(number: number) {
  clock.advance({ minutes: number * 24 * 60 });
  await signIn();
}

beforeAll(signIn);
afterAll(() => world.close());

/** The history of a variant, the oldest price first. */
async function historyOf(variantId: string) {
  const { variantPrices: p } = shop.db.tables;
  const rows = await shop.db.read.select().from(p).where(eq(p.variantId, variantId)).orderBy(asc(p.from));
  return rows.map(({ from, price }) => ({ from, price }));
}

const lamp = (fields: object = {}) =>
  products.create({ name: unique('Lamp'), slug: unique('lamp'), price: 1_000, compareAtPrice: 2_000, ...fields });

/** Sets the price of a simple product. */
async function reprice(slug: string, price: number) {
  const { version } = await products.get({ idOrSlug: slug });
  return products.update({ idOrSlug: slug, version, price });
}

/** The prior price of a simple product, as a client without an account reads it. */
async function priorPriceOf(slug: string): Promise<number | null> {
  const { lowestPrice30Days, variants } = await world.caller().products.get({ idOrSlug: slug });
  expect(variants.map((variant) => variant.lowestPrice30Days)).toEqual([lowestPrice30Days]);
  return lowestPrice30Days;
}

async function importRows(...rows: string[]): Promise<void> {
  const file = new File([['slug,name,sku,options,price', ...rows, ''].join('\n')], 'products.csv');
  const report = await ada.caller.admin.products.import({ file, dryRun: false });
  expect(report).toMatchObject({ issueCount: 0 });
}

/** Each way to set a price. Resolves with the SKUs whose price is then 7.00. */
const ways: Record<string, () => Promise<string[]>> = {
  'creating a simple product': async () => {
    const sku = unique('S');
    await lamp({ sku, price: 700 });
    return [sku];
  },
  'creating a product with variants': async () => {
    const skus = [unique('S'), unique('S')];
    const variants = skus.map((sku) => ({ sku, options: { Size: sku }, price: 700 }));
    await products.create({ name: unique('Shade'), variants });
    return skus;
  },
  'inserting many products at once': async () => {
    const sku = unique('S');
    const variants = [{ sku, options: {}, price: 700, stock: 0 }];
    const fields = { description: '', categoryId: null, status: 'active' as const, attributes: {} };
    const slug = unique('bulk');
    await shop.db.transact((tx) =>
      insertProducts(tx, [{ slug, name: slug, ...fields, variants }], { actor: 'cli', at: clock.now() }),
    );
    return [sku];
  },
  'adding a variant': async () => {
    const [sku, { id }] = [unique('S'), await lamp()];
    await products.variants.create({ idOrSlug: id, sku, options: { Size: 'L' }, price: 700 });
    return [sku];
  },
  'editing a simple product': async () => {
    const [sku, slug] = [unique('S'), unique('lamp')];
    await lamp({ sku, slug });
    await days(1);
    await reprice(slug, 700);
    return [sku];
  },
  'editing a variant': async () => {
    const { variants } = await lamp();
    await days(1);
    const [{ id, sku, version } = { id: '', sku: '', version: 0 }] = variants;
    await products.variants.update({ id, version, price: 700 });
    return [sku];
  },
  'bringing a removed variant back': async () => {
    const [sku, { id }] = [unique('S'), await lamp()];
    const fields = { idOrSlug: id, sku, options: { Size: 'L' } };
    const variant = await products.variants.create({ ...fields, price: 900, stock: 1 });
    await products.variants.remove({ id: variant.id });
    await days(1);
    await products.variants.create({ ...fields, price: 700 });
    return [sku];
  },
  'importing a new product': async () => {
    const [sku, slug] = [unique('S'), unique('csv')];
    await importRows(`${slug},Lamp,${sku},,7.00`);
    return [sku];
  },
  'importing an edit and a new variant': async () => {
    const [skus, slug] = [[unique('S'), unique('S')], unique('csv')];
    await importRows(`${slug},Lamp,${skus[0]},Size=S,5.00`);
    await days(1);
    await importRows(`${slug},,${skus[0]},,7.00`, `${slug},,${skus[1]},Size=L,7.00`);
    return skus;
  },
  'importing a removed variant': async () => {
    const [sku, { id, slug }] = [unique('S'), await lamp()];
    const fields = { idOrSlug: id, sku, options: { Size: 'L' } };
    const variant = await products.variants.create({ ...fields, price: 900, stock: 1 });
    await products.variants.remove({ id: variant.id });
    await days(1);
    await importRows(`${slug},,${sku},Size=L,7.00`);
    return [sku];
  },
};

test.each(Object.entries(ways))('%s writes the price into the history', async (_, way) => {
  const skus = await way();
  const { variants } = shop.db.tables;
  for (const sku of skus) {
    const [variant] = await shop.db.read.select().from(variants).where(eq(variants.sku, sku));
    const history = await historyOf(variant?.id ?? '');
    expect(history.at(-1)).toEqual({ from: clock.now(), price: 700 });
    expect(variant).toMatchObject({ price: 700, lowestPriorPrice: history.at(-2)?.price ?? null });
  }
});

test('a first price has no prior price', async () => {
  const { slug } = await lamp();
  expect(await priorPriceOf(slug)).toBeNull();
});

test('the prior price is the lowest of the 30 days before the reduction, and stays as time passes', async () => {
  const { slug } = await lamp({ price: 1_500 });
  await days(10);
  await reprice(slug, 1_200);
  await days(10);
  await reprice(slug, 1_800);
  await days(10);
  await reprice(slug, 1_400);
  expect(await priorPriceOf(slug)).toBe(1_200);
  await days(100);
  expect(await priorPriceOf(slug)).toBe(1_200);
  await reprice(slug, 1_000);
  expect(await priorPriceOf(slug)).toBe(1_400);
});

test('a price counts if it applied at any time of the 30 days, and not if it ended just before them', async () => {
  const [inside, outside] = [await lamp({ price: 500 }), await lamp({ price: 500 })];
  await days(5);
  await reprice(outside.slug, 1_500);
  clock.advance({ minutes: 1 });
  await reprice(inside.slug, 1_500);
  await days(30);
  clock.advance({ minutes: -1 });
  for (const { slug } of [inside, outside]) await reprice(slug, 1_000);
  // The price of `outside` ended 30 days before, to the minute.
  expect([await priorPriceOf(inside.slug), await priorPriceOf(outside.slug)]).toEqual([500, 1_500]);
});

test('of two changes in one millisecond the later one counts, and the earlier one is no prior price', async () => {
  const { slug, variants } = await lamp({ price: 1_500 });
  await days(1);
  await reprice(slug, 100);
  await reprice(slug, 1_000);
  expect(await priorPriceOf(slug)).toBe(1_500);
  expect((await historyOf(variants[0]?.id ?? '')).map(({ price }) => price)).toEqual([1_500, 1_000]);
});

test('the prior price shows only beside a price to compare with', async () => {
  const { slug, id } = await lamp({ price: 1_500, compareAtPrice: undefined });
  await days(1);
  const { version } = await reprice(slug, 1_000);
  expect(await priorPriceOf(slug)).toBeNull();
  await products.update({ idOrSlug: id, version, compareAtPrice: 1_500 });
  expect(await priorPriceOf(slug)).toBe(1_500);
});

test('a product shows the prior price of its cheapest variant, in lists and searches too', async () => {
  const name = unique('Zanzibar');
  const { id, variants } = await products.create({
    name,
    variants: [
      { options: { Size: 'S' }, price: 900, compareAtPrice: 2_000 },
      { options: { Size: 'L' }, price: 1_900, compareAtPrice: 2_000 },
    ],
  });
  await days(1);
  const prices = [800, 1_700];
  for (const [index, variant] of variants.entries()) {
    await products.variants.update({ id: variant.id, version: variant.version, price: prices[index] });
  }
  const visitor = world.caller().products;
  for (const page of [await visitor.list({ ids: [id] }), await visitor.search({ q: name })]) {
    expect(page.items).toMatchObject([
      { lowestPrice30Days: 900, variants: [{ lowestPrice30Days: 900 }, { lowestPrice30Days: 1_900 }] },
    ]);
  }
});

test('a price that stays the same, and an edit of other fields, leave the history alone', async () => {
  const { slug, id, variants } = await lamp({ price: 1_500 });
  const [variantId = ''] = variants.map((variant) => variant.id);
  await days(1);
  const { version } = await reprice(slug, 1_500);
  await products.update({ idOrSlug: id, version, name: 'Bright lamp', compareAtPrice: 3_000 });
  await importRows(`${slug},Dark lamp,,,15.00`);
  expect(await historyOf(variantId)).toHaveLength(1);
  expect(await priorPriceOf(slug)).toBeNull();
});

test('a change of price each day keeps the prices of 30 days, and the one before them', async () => {
  const { slug, variants } = await lamp({ price: 10_000 });
  for (let change = 1; change <= 40; change += 1) {
    await days(1);
    await reprice(slug, 10_000 + change);
  }
  const history = await historyOf(variants[0]?.id ?? '');
  expect(history.map(({ price }) => price)).toEqual(Array.from({ length: 31 }, (_, index) => 10_010 + index));
  expect(await priorPriceOf(slug)).toBe(10_010);
});

test('a variant that is removed for good takes its history with it', async () => {
  const { id } = await lamp();
  const variant = await products.variants.create({ idOrSlug: id, options: { Size: 'L' }, price: 700 });
  await products.variants.remove({ id: variant.id });
  expect(await historyOf(variant.id)).toEqual([]);
});
