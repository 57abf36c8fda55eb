import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, type SignedUp } from '../../../testing.ts';
import { insertProducts, type NewProduct, repairInventory } from '../../index.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;

/** So many products hold each of these words that search ranks only a part. */
const count = 850;

interface Words {
  readonly name: string;
  readonly sku?: string;
  readonly description?: string;
}

/** The places of a word in a product, from the most relevant on. */
const places = {
  'begins its name': (word: string, n: number) => ({ name: `${word} z${n}` }),
  'is in its name': (word: string, n: number) => ({ name: `b${n} ${word} thing` }),
  'is in a name that comes early': (word: string, n: number) => ({ name: `0${n} ${word} thing` }),
  'begins its name and goes on': (word: string, n: number) => ({ name: `${word}work a${n}` }),
  'begins a word of its name': (word: string, n: number) => ({ name: `a${n} ${word}work thing` }),
  'is in its SKU': (word: string, n: number) => ({ name: `a${n} thing`, sku: `${word}-${n}` }),
  'is in its description': (word: string, n: number) => ({ name: `a${n} thing`, description: `Made of ${word}.` }),
} satisfies Record<string, (word: string, n: number) => Words>;
type Place = keyof typeof places;
const order = Object.keys(places) as Place[];

/** The number of products with the word in each place. All others have it in the last named place. */
const words: Record<string, Partial<Record<Place, number>>> = {
  quartz: { 'is in its name': 0 },
  jasper: { 'begins its name': 3, 'is in a name that comes early': 0 },
  opal: { 'is in its name': 30, 'is in its SKU': 5, 'is in its description': 0 },
  garnet: { 'begins its name': 3, 'is in its name': 4, 'begins a word of its name': 3, 'is in its description': 0 },
  topaz: { 'is in its name': 40, 'begins its name and goes on': 0 },
  beryl: { 'begins its name': 10, 'is in its name': 12, 'begins a word of its name': 0 },
  agate: { 'is in its name': 2, 'is in its SKU': 0 },
};

const made = Object.entries(words).flatMap(([word, numbers]) => {
  const rest = Object.keys(numbers).at(-1) as Place;
  const all = Object.entries(numbers).flatMap(([place, number]) =>
    Array.from({ length: number }, () => place as Place),
  );
  const filled = [...all, ...Array.from({ length: count - all.length }, () => rest)];
  // The better ones come late by name, and in no order of creation.
  return filled.map((place, n) => {
    const product: Words = places[place](word, 100_000 + ((n * 7_919) % 90_000));
    return { word, place, product };
  });
});

const idsOf = new Map<string, string[]>();
const prices = new Map<string, number>();
const priceOf = (n: number) => (n * 7) % 3_000;

beforeAll(async () => {
  const at = shop.clock.now();
  const category = { id: crypto.randomUUID(), slug: 'odd', name: 'Odd', createdAt: at, updatedAt: at };
  await shop.db.transact(async (tx) => void (await tx.insert(tx.tables.categories).values(category)));
  const found = new Map<string, { id: string; place: Place; name: string }[]>();
  for (let start = 0; start < made.length; start += 1_000) {
    const batch = made.slice(start, start + 1_000);
    const products = batch.map(
      ({ word, product }, index): NewProduct => ({
        slug: `${word}-${start + index}`,
        description: '',
        categoryId: (start + index) % 2 === 0 ? null : category.id,
        status: 'active',
        attributes: {},
        variants: [
          {
            sku: product.sku ?? `N-${start + index}`,
            options: {},
            price: priceOf(start + index),
            stock: 0,
          },
        ],
        ...product,
      }),
    );
    const ids = await shop.db.transact((tx) => insertProducts(tx, products, { actor: 'cli', at }));
    batch.forEach(({ word, place, product }, index) => {
      const one = { id: ids[index] ?? '', place, name: product.name };
      prices.set(one.id, priceOf(start + index));
      found.set(word, [...(found.get(word) ?? []), one]);
    });
  }
  for (const [word, all] of found) {
    const best = all.sort(
      (a, b) =>
        order.indexOf(a.place) - order.indexOf(b.place) ||
        (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1),
    );
    idsOf.set(
      word,
      best.map(({ id }) => id),
    );
  }
  ada = await world.signUp({ role: 'admin' });
});
afterAll(() => world.close());

type SearchInput = Parameters<SignedUp['caller']['products']['search']>[0];
const search = (input: SearchInput) => world.caller().products.search(input);

async function pages(input: SearchInput, most: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < most && cursor !== null; page += 1) {
    const { items, nextCursor } = await search({ ...input, ...(cursor !== undefined && { cursor }) });
    seen.push(...items.map(({ id }) => id));
    cursor = nextCursor;
  }
  return seen;
}

describe('a broad result', () => {
  test.for(Object.keys(words).map((word) => [word]))('of "%s" has the best first, on every page', async ([q = '']) => {
    const expected = idsOf.get(q) ?? [];
    expect((await search({ q })).total).toBe(count);
    expect(await pages({ q, limit: 10 }, 5)).toEqual(expected.slice(0, 50));
    expect(await pages({ q, limit: 100 }, 100)).toEqual(expected);
  });

  test('of a beginning has the same order in all its pages as in one sort of all', async () => {
    const found = await pages({ q: 'topazw', limit: 100 }, 100);
    expect(found).toEqual((idsOf.get('topaz') ?? []).slice(40));
  });

  test('is sorted by price and by age as a list is', async () => {
    const all = [...(idsOf.get('quartz') ?? [])].sort();
    const price = (id: string) => prices.get(id) ?? 0;
    expect(await pages({ q: 'quartz', sort: 'newest', limit: 100 }, 100)).toEqual(all.toReversed());
    const byPrice = all.toSorted((a, b) => price(a) - price(b) || (a < b ? -1 : 1));
    expect(await pages({ q: 'quartz', sort: 'price', limit: 100 }, 100)).toEqual(byPrice);
  });

  test('has facets that count all of it, with and without filters', async () => {
    const { facets, total } = await search({ q: 'opal' });
    expect(facets.categories).toEqual([{ slug: 'odd', name: 'Odd', count: count / 2 }]);
    expect(facets.priceRanges.reduce((sum, { count: one }) => sum + one, 0)).toBe(total);
    for (const { minPrice, maxPrice, count: one } of facets.priceRanges) {
      expect((await search({ q: 'opal', minPrice, ...(maxPrice !== null && { maxPrice }) })).total).toBe(one);
    }
    const filtered = await search({ q: 'opal', category: 'odd', limit: 100 });
    expect(filtered.total).toBe(count / 2);
    expect(filtered.items.every(({ category }) => category?.slug === 'odd')).toBe(true);
    expect((await search({ q: 'opal', category: 'nowhere' })).total).toBe(0);
  });

  test('is counted anew at once when a price moves and when a category goes', async () => {
    const [{ id, version } = { id: '', version: 0 }] = (await search({ q: 'garnet', category: 'odd' })).items;
    const inRange = async (price: number) =>
      (await search({ q: 'garnet' })).facets.priceRanges.find(
        ({ minPrice, maxPrice }) => minPrice <= price && price <= (maxPrice ?? Infinity),
      )?.count;
    expect(await inRange(5_000_000)).toBeUndefined();
    await ada.caller.products.update({ idOrSlug: id, version, price: 5_000_000 });
    expect(await inRange(5_000_000)).toBe(1);
    expect((await search({ q: 'garnet' })).facets.categories).toMatchObject([{ slug: 'odd', count: count / 2 }]);
    await ada.caller.products.removeCategory({ slug: 'odd' });
    const { facets, total } = await search({ q: 'garnet' });
    expect({ categories: facets.categories, total }).toEqual({ categories: [], total: count });
    expect(await inRange(5_000_000)).toBe(1);
    await ada.caller.products.archive({ idOrSlug: id });
    expect((await search({ q: 'garnet' })).total).toBe(count - 1);
  });
});

describe('a list of many products', () => {
  /** The products of the first three pages. */
  async function listed(filters: Parameters<SignedUp['caller']['products']['list']>[0]): Promise<string[]> {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; page < 3 && cursor !== null; page += 1) {
      const input = { ...filters, limit: 100, ...(cursor !== undefined && { cursor }) };
      const { items, nextCursor } = await world.caller().products.list(input);
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor;
    }
    return seen;
  }

  /** Gives every product the stock `onHand`, 0 or 1, and those in `stocked` the other value. */
  async function stock(onHand: number, stocked: readonly string[]): Promise<void> {
    const { variants } = shop.db.tables;
    const set = (value: number, ids?: readonly string[]) =>
      shop.db.transact((tx) =>
        tx
          .update(variants)
          .set({ onHand: value })
          .where(ids && inArray(variants.productId, [...ids])),
      );
    await set(onHand);
    await set(1 - onHand, stocked);
    await repairInventory(shop, 'cli');
  }

  test('has what few of them meet, and what only those do that come late', async () => {
    const { products } = shop.db.tables;
    const onSale = await shop.db.read.select({ id: products.id }).from(products).where(eq(products.status, 'active'));
    const all = onSale
      .map(({ id }) => id)
      .sort()
      .toReversed();
    const few = all.filter((_, index) => index % 1_000 === 999);
    await stock(0, few);
    const byPrice = (ids: string[]) =>
      ids.toSorted((a, b) => (prices.get(a) ?? 0) - (prices.get(b) ?? 0) || (a < b ? -1 : 1));
    expect(await listed({ inStock: true })).toEqual(few);
    expect(await listed({ inStock: true, sort: 'price' })).toEqual(byPrice(few));
    const priced = all.filter((id) => (prices.get(id) ?? 0) >= 1_234 && (prices.get(id) ?? 0) <= 1_300);
    expect(await listed({ minPrice: 1_234, maxPrice: 1_300 })).toEqual(priced);

    const late = all.slice(1_200);
    await stock(1, late);
    expect(await listed({ inStock: false, sort: 'newest' })).toEqual(late.slice(0, 300));
    const lateAndPriced = late.filter((id) => (prices.get(id) ?? 0) >= 1_234);
    expect(await listed({ inStock: false, minPrice: 1_234, sort: 'newest' })).toEqual(lateAndPriced.slice(0, 300));
  });
});
