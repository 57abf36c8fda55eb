import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../../context.ts';
import { createTestShop } from '../../../testing.ts';
import { insertProducts, type NewProduct } from '../../index.ts';
import { choose } from '../choose.ts';
import { takeAtItsWord } from '../understand.ts';
import { levelsOf } from './levels.ts';
import { mostRelevant } from './most-relevant.ts';
import { readOpenings } from './openings.ts';
import { type Page, type Ranked, rankFound } from './rank.ts';
import { nameWalks } from './walks.ts';

// README.md tells what happens here.
const world = await createTestShop();
const { shop } = world;
const { read } = shop.db;
const ctx = {
  ...createContext(shop, { requestId: 'test', ip: '127.0.0.1' }),
  signedIn: null,
  procedure: 'products.search',
};
const understood = takeAtItsWord('mug');
let page: Page;
let total: number;

const named = ['Mug, large', 'Mug, small', 'Blue mug', 'Camping mugs', 'Red mug', 'Mugwort tea'];
const described = Array.from({ length: 994 }, (_, n) => `Lamp ${String(n).padStart(3, '0')}`);

beforeAll(async () => {
  const products = [...named, ...described].map(
    (name, n): NewProduct => ({
      name,
      slug: `product-${n}`,
      description: name.startsWith('Lamp') ? 'Goes with a mug of tea.' : '',
      categoryId: null,
      status: 'active',
      attributes: {},
      variants: [{ sku: `N-${n}`, options: {}, price: 1_000, stock: 1 }],
    }),
  );
  await shop.db.transact((tx) => insertProducts(tx, products, { actor: 'cli', at: shop.clock.now() }));
  const chosen = await choose(ctx, understood, {});
  page = { result: chosen.result, limit: 6, after: undefined };
  total = chosen.total;
});
afterAll(() => world.close());

const shown = (rows: readonly Ranked[]) => rows.map(({ rank, label }) => `${rank} ${label.trim()}`);

test('the query is a word that a name may hold whole, as its plural, or as a beginning', () => {
  expect(understood).toEqual([{ typed: 'mug', beginnings: ['mug'], wholes: ['mug', 'mugs'] }]);
});

test('all thousand products match', () => {
  expect(total).toBe(1_000);
});

test('the openings are the three names that begin with the word', async () => {
  const [opening] = await readOpenings(read, page);
  expect(shown(opening?.best ?? [])).toEqual(['17 mug large', '17 mug small', '13 mugwort tea']);
  expect(opening?.until).toBeUndefined();
});

test('the first walk finds the six names with the word', async () => {
  const [walk] = nameWalks(read, page, total);
  expect(shown((await walk?.()) ?? [])).toEqual([
    '17 mug large',
    '17 mug small',
    '16 blue mug',
    '16 camping mugs',
    '16 red mug',
    '13 mugwort tea',
  ]);
});

test('the documents that may come before the last of these hold the whole word in their name', async () => {
  const { highest, all } = levelsOf(understood);
  expect([highest, ...all.map(({ ceiling }) => ceiling)]).toEqual([16, 12, 8, 1, 1]);
  const better = await rankFound(read, page, all[0]?.groups ?? []);
  expect(shown(better)).toEqual(['17 mug large', '17 mug small', '16 blue mug', '16 camping mugs', '16 red mug']);
});

test('the page has the six products', async () => {
  expect(shown(await mostRelevant(read, page, total))).toEqual([
    '17 mug large',
    '17 mug small',
    '16 blue mug',
    '16 camping mugs',
    '16 red mug',
    '13 mugwort tea',
  ]);
});
