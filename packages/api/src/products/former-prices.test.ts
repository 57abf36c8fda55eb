import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, type SignedUp } from '../testing.ts';
import { purgeFormerPrices } from './former-prices.ts';
import { insertProducts, type NewProduct } from './index.ts';

const world = await createTestShop();
const { shop, clock } = world;
let ada: SignedUp;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
});
afterAll(() => world.close());

type Page = { items: { id: string }[]; nextCursor: string | null };
type Place = readonly [price: number, id: string];

/** Repeatable pseudo-random numbers. */
let state = 11;
const below = (limit: number) => {
  state = (state * 48_271) % 2_147_483_647;
  return state % limit;
};

async function makeProducts(word: string): Promise<Map<string, number>> {
  const products = Array.from({ length: 24 }, (_, index): NewProduct => {
    const variants = [{ sku: `${word}-${index}`, options: {}, price: 100 * (1 + below(9)), stock: 0 }];
    const name = `${word} ${index}`;
    return {
      slug: `${word}-${index}`,
      name,
      description: '',
      categoryId: null,
      status: 'active',
      attributes: {},
      variants,
    };
  });
  const ids = await shop.db.transact((tx) => insertProducts(tx, products, { actor: 'cli', at: clock.now() }));
  return new Map(ids.map((id, index) => [id, products[index]?.variants[0]?.price ?? 0]));
}

async function reprice(id: string, price: number): Promise<void> {
  const { version } = await ada.caller.products.get({ idOrSlug: id });
  await ada.caller.products.update({ idOrSlug: id, version, price });
}

const lists = {
  list: (_word: string, ids: string[], input: { sort: 'price' | '-price'; cursor?: string }): Promise<Page> =>
    world.caller().products.list({ ids, limit: 4, ...input }),
  search: (word: string, _ids: string[], input: { sort: 'price' | '-price'; cursor?: string }): Promise<Page> =>
    world.caller().products.search({ q: word, limit: 4, ...input }),
};

describe.each([
  ['list', 'price'],
  ['list', '-price'],
  ['search', 'price'],
  ['search', '-price'],
] as const)('a %s that is read by %s while prices change', (kind, sort) => {
  const isAhead = ([price, id]: Place, [reached, last]: Place) => {
    const isMore = price === reached ? id > last : price > reached;
    const isSame = price === reached && id === last;
    return sort === 'price' ? isMore : !isMore && !isSame;
  };

  /** Walks to the end, and lets `between` change prices after each page. */
  async function walk(word: string, prices: Map<string, number>, between: (reached: Place) => Promise<void>) {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const input = { sort, ...(cursor !== undefined && { cursor }) };
      const page = await lists[kind](word, [...prices.keys()], input);
      const pricesRead = page.items.map(({ id }) => prices.get(id) ?? 0);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      clock.advance({ minutes: 0.01 });
      const last = page.items.at(-1);
      if (last) await between([pricesRead.at(-1) ?? 0, last.id]);
    }
    return seen;
  }

  test('shows each product once whose one new price it can still reach, and no product twice', async () => {
    for (let round = 0; round < 3; round += 1) {
      const word = `once${kind}${sort === 'price' ? 'up' : 'down'}${round}`;
      const prices = await makeProducts(word);
      const repriced = new Set<string>();
      const unreachable = new Set<string>();
      const seen = await walk(word, prices, async (reached) => {
        for (const [id, price] of [...prices].filter(([one]) => !repriced.has(one) && below(4) === 0)) {
          const wanted = 50 + 100 * below(10);
          repriced.add(id);
          if (isAhead([price, id], reached) && !isAhead([wanted, id], reached)) unreachable.add(id);
          await reprice(id, wanted);
          prices.set(id, wanted);
        }
      });
      expect(repriced.size).toBeGreaterThan(5);
      expect([...seen].sort()).toEqual([...prices.keys()].filter((id) => !unreachable.has(id)).sort());
    }
  });

  test('shows no product twice however often its price changes, and each that stays ahead of it', async () => {
    const word = `often${kind}${sort === 'price' ? 'up' : 'down'}`;
    const prices = await makeProducts(word);
    const former = new Map<string, number[]>();
    let end: Place | undefined;
    const seen = await walk(word, prices, async (reached) => {
      end = reached;
      for (const [id, price] of [...prices].filter(() => below(4) === 0)) {
        former.set(id, [...(former.get(id) ?? []), price]);
        const wanted = 50 + 100 * below(10);
        await reprice(id, wanted);
        prices.set(id, wanted);
      }
    });
    expect(new Set(seen).size).toBe(seen.length);
    const lost = [...prices].filter(([id]) => !seen.includes(id));
    for (const [id, price] of lost) {
      const places = [...(former.get(id) ?? []), price].map((one): Place => [one, id]);
      expect(end !== undefined && places.some((place) => !isAhead(place, end as Place)), id).toBe(true);
    }
  });
});

test('former prices are kept as long as a list may be walked, and then deleted', async () => {
  const [id = ''] = (await makeProducts('kept')).keys();
  await reprice(id, 1);
  const { formerPrices } = shop.db.tables;
  clock.advance({ minutes: 61 });
  expect(await shop.db.read.$count(formerPrices)).toBeGreaterThan(0);
  await purgeFormerPrices(shop);
  expect(await shop.db.read.$count(formerPrices)).toBeGreaterThan(0);
  clock.advance({ minutes: 60 });
  await purgeFormerPrices(shop);
  expect(await shop.db.read.$count(formerPrices)).toBe(0);
});
