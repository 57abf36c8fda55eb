import { onDatabase } from '@cartwright/db/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../testing.ts';
import { insertProducts, type NewProduct, repairInventory } from './index.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
afterAll(() => world.close());

type Filters = Pick<
  Parameters<SignedUp['caller']['products']['search']>[0],
  'category' | 'minPrice' | 'maxPrice' | 'inStock' | 'options' | 'attributes' | 'ids'
>;
type Found = Awaited<ReturnType<SignedUp['caller']['products']['search']>>;
type Product = Found['items'][number];

/** Repeatable pseudo-random numbers. */
let state = 7;
const below = (limit: number) => {
  state = (state * 48_271) % 2_147_483_647;
  return state % limit;
};
const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;

const sizes = ['S', 'M', 'L', 'XL'];
const colours = ['Red', 'Crème', 'สี', 'สี่'];
const materials = ['Wool', 'Cotton', 'Linen'];
const slugs = ['tops', 'hats'];
const prices = [0, 5, 199, 500, 999, 1_000, 1_999, 4_000, 5_000, 12_345];

const made = Array.from({ length: 60 }, (_, index): NewProduct => {
  const count = 1 + below(3);
  const used = new Set<string>();
  const variants = Array.from({ length: count }, (_one, position) => {
    const options: Record<string, string> = count === 1 && below(2) === 0 ? {} : { Size: pick(sizes) };
    if (count > 1) options['Colour'] = colours[(index + position) % 4] ?? '';
    const isNew = !used.has(JSON.stringify(options));
    used.add(JSON.stringify(options));
    return { sku: `F-${index}-${position}`, options, price: pick(prices), stock: below(3), isNew };
  }).filter(({ isNew }) => isNew);
  return {
    slug: `thing-${index}`,
    name: `Thing ${index} ${below(2) === 0 ? 'blue' : 'green'}`,
    description: '',
    categoryId: null,
    status: 'active',
    attributes: {
      ...(below(3) > 0 && { material: pick(materials) }),
      ...(below(2) > 0 && { Care: pick(['Hand', 'Machine']) }),
    },
    variants: variants.map(({ isNew: _isNew, ...variant }) => variant),
  };
});

beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  for (const slug of slugs) await ada.caller.products.saveCategory({ slug, name: slug });
  const ids = new Map(
    (await shop.db.read.select().from(shop.db.tables.categories)).map((category) => [category.slug, category.id]),
  );
  const products = made.map((one, index) => ({ ...one, categoryId: ids.get(slugs[index % 3] ?? '') ?? null }));
  await shop.db.transact((tx) => insertProducts(tx, products, { actor: 'cli', at: shop.clock.now() }));
});

/** The rule in its simplest form. */
function meets({ variants, category, attributes, id }: Product, filters: Filters): boolean {
  const { minPrice = 0, maxPrice = Infinity, inStock, options = {}, attributes: wanted = {}, ids } = filters;
  const has = (labels: Record<string, string>, choices: Record<string, string[]>) =>
    Object.entries(choices).every(([name, values]) => values.includes(labels[name] ?? ''));
  const isMet = variants.some(
    (variant) =>
      variant.price >= minPrice &&
      variant.price <= maxPrice &&
      (inStock === undefined || inStock === variant.available > 0) &&
      has(variant.options, options),
  );
  const isThere = filters.category === undefined || category?.slug === filters.category;
  return isMet && isThere && has(attributes, wanted) && (ids === undefined || ids.includes(id));
}

async function everything(): Promise<Product[]> {
  return (await world.caller().products.list({ limit: 100 })).items;
}

async function walk(filters: Filters, sort: 'newest' | 'price' | '-price' | 'name'): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const input = { ...filters, sort, limit: 7, ...(cursor !== undefined && { cursor }) };
    const page: { items: Product[]; nextCursor: string | null } = await world.caller().products.list(input);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return seen;
}

function someFilters(all: readonly Product[]): Filters {
  const [one, other] = [pick(prices), pick(prices)];
  return {
    ...(below(3) === 0 && { category: pick([...slugs, 'nowhere']) }),
    ...(below(2) === 0 && { minPrice: one + below(2) }),
    ...(below(2) === 0 && { maxPrice: Math.max(one, other) }),
    ...(below(2) === 0 && { inStock: below(3) > 0 }),
    ...(below(2) === 0 && {
      options: { ...(below(2) === 0 && { Size: [pick(sizes), pick(sizes)] }), Colour: [pick(colours), pick(colours)] },
    }),
    ...(below(3) === 0 && { attributes: { material: [pick(materials)] } }),
    ...(below(5) === 0 && { ids: all.filter(() => below(2) === 0).map(({ id }) => id) }),
  };
}

describe('filters', () => {
  test('describe one variant, in lists and in searches, in every order and on every page', async () => {
    const all = await everything();
    expect(all).toHaveLength(made.length);
    let found = 0;
    for (let tries = 0; tries < 60; tries += 1) {
      const filters = someFilters(all);
      const expected = all.filter((product) => meets(product, filters));
      const sort = pick(['newest', 'price', '-price', 'name'] as const);
      const ids = await walk(filters, sort);
      expect.soft([...ids].sort(), JSON.stringify(filters)).toEqual(expected.map(({ id }) => id).sort());
      const order = (await walk({}, sort)).filter((id) => ids.includes(id));
      expect.soft(ids, `${sort} ${JSON.stringify(filters)}`).toEqual(order);
      const blue = await world.caller().products.search({ q: 'blue', ...filters, limit: 100 });
      const expectedBlue = expected.filter(({ name }) => name.endsWith('blue')).map(({ id }) => id);
      expect.soft(blue.items.map(({ id }) => id).sort(), JSON.stringify(filters)).toEqual(expectedBlue.sort());
      expect.soft(blue.total).toBe(expectedBlue.length);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(300);
  });

  test('find a variant at 5000 beside a sold out one at 1000', async () => {
    const { id } = await ada.caller.products.create({
      name: 'Unlike twins',
      variants: [
        { options: { Size: 'S' }, price: 1_000, stock: 0 },
        { options: { Size: 'M' }, price: 5_000, stock: 2 },
      ],
    });
    const finds = async (filters: Filters) => {
      const { items } = await world.caller().products.list({ ...filters, ids: [id] });
      const { total } = await world.caller().products.search({ q: 'unlike twins', ...filters });
      expect(total).toBe(items.length);
      return total === 1;
    };
    expect(await finds({ minPrice: 4_000 })).toBe(true);
    expect(await finds({ inStock: true, maxPrice: 2_000 })).toBe(false);
    expect(await finds({ inStock: false, maxPrice: 2_000 })).toBe(true);
    expect(await finds({ inStock: true, options: { Size: ['S'] } })).toBe(false);
    expect(await finds({ inStock: true, options: { size: ['s', 'm'] } })).toBe(true);
    expect(await finds({ maxPrice: 1_500, options: { Size: ['M'] } })).toBe(false);
    await ada.caller.products.archive({ idOrSlug: id });
  });

  test('that name too much are refused by name', async () => {
    const many = (count: number, value: string[]) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]));
    const wrong = [
      { options: many(11, ['x']) },
      { options: { Size: [] } },
      { options: { Size: Array.from({ length: 51 }, () => 'M') } },
      { attributes: { '': ['x'] } },
      { attributes: { material: ['x'.repeat(201)] } },
    ];
    for (const input of wrong) {
      for (const call of [world.caller().products.list(input), world.caller().products.search({ q: 'x', ...input })]) {
        const { code, issues } = await refusalOf(call);
        const [field = ''] = Object.keys(input);
        expect([code, String((issues as { path: string }[])[0]?.path).split('.')[0]]).toEqual(['VALIDATION', field]);
      }
    }
  });
});

test('each value of a facet counts what is found when it is chosen instead of the values of its own facet', async () => {
  const all = await everything();
  const search = (filters: Filters) => world.caller().products.search({ q: 'thing', ...filters, limit: 1 });
  for (let tries = 0; tries < 12; tries += 1) {
    const { ids: _ids, ...filters } = someFilters(all);
    const { facets } = await search(filters);
    const { minPrice: _min, maxPrice: _max, ...unpriced } = filters;
    const expected = [
      ...facets.categories.map(({ slug, count }) => ({ filters: { ...filters, category: slug }, count })),
      ...facets.priceRanges.map(({ minPrice, maxPrice, count }) => ({
        filters: { ...unpriced, minPrice, ...(maxPrice !== null && { maxPrice }) },
        count,
      })),
      ...(['options', 'attributes'] as const).flatMap((kind) =>
        facets[kind].flatMap(({ name, values }) =>
          values.map(({ value, count }) => ({
            filters: { ...filters, [kind]: { ...filters[kind], [name]: [value] } },
            count,
          })),
        ),
      ),
    ];
    for (const one of expected) {
      const { total } = await search(one.filters);
      expect.soft(total, `${JSON.stringify(filters)} then ${JSON.stringify(one.filters)}`).toBe(one.count);
    }
  }
  const { facets } = await search({});
  expect(facets.options.map(({ name }) => name).sort()).toEqual(['Colour', 'Size']);
  expect(facets.options.flatMap(({ values }) => values.map(({ value }) => value)).sort()).toEqual(
    [...sizes, ...colours].sort(),
  );
  expect(facets.attributes.map(({ name }) => name).sort()).toEqual(['Care', 'material']);
});

describe('a variant that is sold out', () => {
  test('is told from one that is not at once, whatever moved the stock', async () => {
    const { products } = ada.caller;
    const { id, variants } = await products.create({
      name: 'Quicksilver',
      variants: [
        { options: { Size: 'S' }, price: 100, stock: 1 },
        { options: { Size: 'M' }, price: 100, stock: 1 },
      ],
    });
    const [small, medium] = variants as [(typeof variants)[number], (typeof variants)[number]];
    const inStock = async () => {
      const { facets } = await world.caller().products.search({ q: 'quicksilver', inStock: true });
      return facets.options.flatMap(({ values }) => values.map(({ value }) => value)).sort();
    };
    expect(await inStock()).toEqual(['M', 'S']);
    const bob = await world.signUp();
    const order = await bob.caller.orders.place(orderInput({ items: [{ variantId: small.id, quantity: 1 }] }));
    expect(await inStock()).toEqual(['M']);
    await bob.caller.orders.cancel({ idOrNumber: order.id });
    expect(await inStock()).toEqual(['M', 'S']);
    await products.stock.adjust({ id: medium.id, delta: -1, reason: 'broken' });
    expect(await inStock()).toEqual(['S']);
    await products.stock.adjust({ id: medium.id, delta: 5, reason: 'received' });
    expect(await inStock()).toEqual(['M', 'S']);
    await products.variants.remove({ id: small.id });
    expect(await inStock()).toEqual(['M']);
    await products.archive({ idOrSlug: id });
    await products.stock.adjust({ id: medium.id, delta: -5, reason: 'broken' });
    await products.restore({ idOrSlug: id });
    expect(await inStock()).toEqual([]);
  });

  test('past the shop is told to filters by a repair of the inventory', async () => {
    const { variants } = await ada.caller.products.create({ name: 'Bypass', price: 100, stock: 1 });
    const id = variants[0]?.id ?? '';
    await onDatabase(world.database.url, `update variants set on_hand = 0 where id = '${id}'`);
    const total = async () => (await world.caller().products.search({ q: 'bypass', inStock: true })).total;
    expect(await total()).toBe(1);
    await repairInventory(shop, 'cli');
    expect(await total()).toBe(0);
  });

  test('and another of its product that is sold out at the same time are both known', async () => {
    for (let tries = 0; tries < 5; tries += 1) {
      const { variants } = await ada.caller.products.create({
        name: `Rush ${tries}`,
        variants: sizes.map((Size) => ({ options: { Size }, price: 100, stock: 1 })),
      });
      await Promise.all(variants.map(({ id }) => ada.caller.products.stock.adjust({ id, delta: -1, reason: 'sold' })));
      const { total } = await world.caller().products.search({ q: `rush ${tries}`, inStock: true });
      expect(total).toBe(0);
    }
  });

  test('in the moment in which its product is put on sale is known as well', async () => {
    for (let tries = 0; tries < 5; tries += 1) {
      const product = { name: `Debut ${tries}`, price: 100, stock: 1, status: 'draft' } as const;
      const { id, version, variants } = await ada.caller.products.create(product);
      const variantId = variants[0]?.id ?? '';
      await Promise.all([
        ada.caller.products.update({ idOrSlug: id, version, status: 'active' }),
        ada.caller.products.stock.adjust({ id: variantId, delta: -1, reason: 'sold' }),
      ]);
      const { total } = await world.caller().products.search({ q: `debut ${tries}`, inStock: true });
      expect(total).toBe(0);
    }
  });
});
