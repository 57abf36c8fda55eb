import { insertProducts } from '@cartwright/api';
import { createTestShop, refusalOf, type SignedUp, wordsOf } from '@cartwright/api/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCategories, demoProducts } from './catalogue.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;

beforeAll(async () => {
  const at = shop.clock.now();
  const categories = demoCategories.map((category) => ({
    ...category,
    id: crypto.randomUUID(),
    createdAt: at,
    updatedAt: at,
  }));
  await shop.db.transact(async (tx) => {
    await tx.insert(tx.tables.categories).values(categories);
    const products = demoProducts.map((product) => ({
      ...product,
      categoryId: categories.find(({ slug }) => slug === product.category)?.id ?? null,
      status: 'active' as const,
    }));
    await insertProducts(tx, products, { actor: 'cli', at });
  });
  ada = await world.signUp({ role: 'admin' });
});
afterAll(() => world.close());

type SearchInput = Parameters<SignedUp['caller']['products']['search']>[0];
const search = (input: SearchInput) => world.caller().products.search(input);
const namesFor = async (q: string) => (await search({ q, limit: 100 })).items.map(({ name }) => name);

/** A search text, and the products that must come first, in this order. */
const relevance: [query: string, ...first: string[]][] = [
  ['headphones', 'Étude Studio Headphones', 'Nocturne 700 Wireless Headphones', 'Walnut Headphone Stand'],
  ['head', 'Étude Studio Headphones', 'Nocturne 700 Wireless Headphones', 'Walnut Headphone Stand'],
  ['headphone stand', 'Walnut Headphone Stand'],
  ['stand for headphones', 'Walnut Headphone Stand'],
  ['wireless headphones', 'Nocturne 700 Wireless Headphones'],
  ['HEADPHONES WIRELESS', 'Nocturne 700 Wireless Headphones'],
  ['nocturne 700', 'Nocturne 700 Wireless Headphones'],
  ['etude', 'Étude Studio Headphones'],
  ['Étude', 'Étude Studio Headphones'],
  ['e\u0301tude', 'Étude Studio Headphones'],
  ['cafe', 'Café au Lait Bowl', 'Sunday Cafetière'],
  ['CAFÉ', 'Café au Lait Bowl', 'Sunday Cafetière'],
  ['cafetiere', 'Sunday Cafetière'],
  ['creme brulee', 'Crème Brûlée Ramekins, Set of 4'],
  ['creme', 'Crème Brûlée Ramekins, Set of 4', 'Crème Earl Grey'],
  ['macrame', 'Macramé Hanging Planter'],
  ['mug', 'Double-Wall Glass Mugs, Set of 2', 'Enamel Camp Mug', 'Insulated Travel Mug', 'Speckled Stoneware Mug'],
  ['mugs', 'Double-Wall Glass Mugs, Set of 2', 'Enamel Camp Mug', 'Insulated Travel Mug', 'Speckled Stoneware Mug'],
  ['travel mug', 'Insulated Travel Mug'],
  ['lamp', 'Drafter Desk Lamp', 'Mushroom Table Lamp', 'Tripod Floor Lamp'],
  ['lamps', 'Drafter Desk Lamp', 'Mushroom Table Lamp', 'Tripod Floor Lamp'],
  ['desk lamp', 'Drafter Desk Lamp'],
  ['table lamp', 'Mushroom Table Lamp'],
  ['walnut', 'Walnut Headphone Stand'],
  ['teapot', 'Hobnail Cast-Iron Teapot'],
  ['cast iron', 'Hobnail Cast-Iron Teapot'],
  ['cooks knife', 'Cook’s Knife, 20 cm'],
  ["cook's knife", 'Cook’s Knife, 20 cm'],
  ['pen', 'Brass-Trim Fountain Pen', 'Foundry Pendant', 'Two-Tone Pencil Cup'],
  ['chair', 'Aria Task Chair', 'Folding Bistro Chair'],
  ['folding', 'Folding Bistro Chair', 'Folding Laptop Stand'],
  ['brass', 'Brass Desk Clock', 'Brass-Trim Fountain Pen'],
  ['backpack 22', 'Commuter Backpack, 22 l'],
  ['speaker', 'Linden Bookshelf Speakers, Pair', 'Picnic Portable Speaker'],
  ['kettle', 'Gooseneck Electric Kettle'],
  ['noise cancelling', 'Nocturne 700 Wireless Headphones'],
  ['velour pads', 'Étude Studio Headphones'],
  ['AUD-HP-700-SLT', 'Nocturne 700 Wireless Headphones'],
  ['aud hp etu', 'Étude Studio Headphones'],
  ['audttlar', 'Largo Turntable'],
  ['LGT-DSK', 'Drafter Desk Lamp'],
  ['a5', 'Dot-Grid Notebook, A5'],
  ['set of 4', 'Crème Brûlée Ramekins, Set of 4'],
  // One misspelling: a letter left out, added or wrong, or two letters swapped.
  ['hedphones', 'Étude Studio Headphones', 'Nocturne 700 Wireless Headphones', 'Walnut Headphone Stand'],
  ['wirless headphones', 'Nocturne 700 Wireless Headphones'],
  ['kettel', 'Gooseneck Electric Kettle'],
  ['turntabel', 'Largo Turntable'],
  ['kyeboard', 'Typist Mechanical Keyboard'],
  ['teappot', 'Hobnail Cast-Iron Teapot'],
  ['chiar', 'Aria Task Chair', 'Folding Bistro Chair'],
  ['chir', 'Aria Task Chair', 'Folding Bistro Chair'],
  ['lanternn verandah', 'Verandah Lantern'],
];

describe('the first hits for', () => {
  test.for(relevance)('%s', async ([query, ...first]) => {
    expect((await namesFor(query)).slice(0, first.length)).toEqual(first);
  });

  test('a word in the name come before those for the same word in a SKU, and these before the description', async () => {
    await ada.caller.products.create({ name: 'A thing', price: 1, description: 'Made of quartzite.' });
    await ada.caller.products.create({ name: 'Plain thing', price: 1, sku: 'QUARTZITE-1' });
    await ada.caller.products.create({ name: 'Quartzite coaster', price: 1 });
    const first = await namesFor('quartzite');
    expect(first).toEqual(['Quartzite coaster', 'Plain thing', 'A thing']);
    expect(await namesFor('quartz')).toEqual(first);
    expect(await namesFor('quarzite')).toEqual(first);
  });
});

test('every word of a name is found with any one misspelling, where it has five letters or more', async () => {
  const used = demoProducts.flatMap(({ name, description, variants }) => [
    ...wordsOf(`${name} ${description}`),
    ...variants.flatMap(({ sku }) => wordsOf(sku)),
  ]);
  let tried = 0;
  for (const { name } of demoProducts) {
    for (const word of wordsOf(name).filter((one) => /^[a-z]{5,}$/.test(one))) {
      const at = (tried * 7) % (word.length - 1);
      const [before, letter, after] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)];
      const swapped = `${before}${after[0]}${letter}${after.slice(1)}`;
      const wrong =
        [`${before}${after}`, `${before}${letter}q${after}`, `${before}q${after}`, swapped][tried % 4] ?? '';
      tried += 1;
      // The beginning of another word is no misspelling.
      if (used.some((other) => other.startsWith(wrong))) continue;
      expect.soft(await namesFor(wrong), `${word} typed as ${wrong}`).toContain(name);
    }
  }
  expect(tried).toBeGreaterThan(100);
});

describe('a query', () => {
  const strange = [
    '"',
    '""',
    "'",
    "' or 1=1 --",
    '*',
    'a*',
    '^a',
    '-a',
    '+a',
    'NOT',
    'AND OR NOT',
    'NEAR(a b)',
    'name:x',
    'name : x',
    '{name} : x',
    '(',
    ')',
    '((((',
    '!',
    '&',
    '|',
    '<->',
    ':*',
    'a & !b',
    "'a':*",
    '\\',
    "\\'",
    '%',
    '_',
    '🎉',
    '👩‍👩‍👧‍👦 mug',
    '日本茶',
    'ß',
    'İ',
    '\u202e',
    '\t\n',
    'a'.repeat(500),
    'é'.repeat(500),
    '🎉'.repeat(250),
    'mug '.repeat(125).trim(),
    '"'.repeat(500),
    Array.from({ length: 160 }, (_, n) => n)
      .join(' ')
      .slice(0, 500),
    'null',
    'undefined',
    '__proto__',
    'constructor',
  ];
  test.for(strange.map((q) => [q]))('is safe whatever it holds: %j', async ([q = '']) => {
    const { items, facets, total } = await search({ q, limit: 100 });
    expect(items.length).toBeLessThanOrEqual(total);
    expect(facets.categories.every(({ count }) => count > 0)).toBe(true);
  });

  test('without a word finds nothing', async () => {
    for (const q of ['', ' ', '!?', '🎉']) {
      expect(await search({ q })).toEqual({
        items: [],
        nextCursor: null,
        total: 0,
        facets: { categories: [], priceRanges: [], options: [], attributes: [] },
      });
    }
  });

  test('with NUL, half a letter or more than 500 characters is refused', async () => {
    for (const q of ['a\0b', '\ud83d', 'a'.repeat(501)]) {
      expect(await refusalOf(search({ q }))).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'q' }] });
    }
  });

  test('in a script without spaces is found by each of its characters', async () => {
    const tea = await ada.caller.products.create({ name: '日本茶の缶', price: 1 });
    for (const q of ['日本茶', '茶', '本茶', '缶'])
      expect((await search({ q })).items.map(({ id }) => id)).toContain(tea.id);
    await ada.caller.products.archive({ idOrSlug: tea.id });
  });

  test('with a symbol or a mark finds what has just that, and not what differs by it', async () => {
    const names = {
      cpp: 'C++ in depth',
      csharp: 'C# in depth',
      net: '.NET in depth',
      nets: 'Fishing net in depth',
      percent: '50 % wool, in depth',
      fifty: '50 threads in depth',
      five: '№ 5 in depth',
      four: 'สี่',
      colour: 'สี',
      shirt: 'เสื้อ',
      tiger: 'เสือ',
      of: 'राम की',
      that: 'राम कि',
      ka: 'か',
      ga: 'が',
      shovel: 'Łopata in depth',
      dorde: 'Đorđe in depth',
    };
    const ids = new Map<string, string>();
    for (const [key, name] of Object.entries(names))
      ids.set((await ada.caller.products.create({ name, price: 1 })).id, key);
    const found = async (q: string) => (await search({ q })).items.flatMap(({ id }) => ids.get(id) ?? []).sort();
    const expected: Record<string, string[]> = {
      'C++': ['cpp'],
      'c++ depth': ['cpp'],
      'C#': ['csharp'],
      'c♯': ['csharp'],
      'c depth': ['cpp', 'csharp'],
      '.net': ['net'],
      'net depth': ['net', 'nets'],
      '50%': ['percent'],
      '50 %': ['percent'],
      '50 depth': ['fifty', 'percent'],
      '№5 depth': ['five'],
      'No. 5 depth': ['five'],
      สี่: ['four'],
      สี: ['colour'],
      เสื้อ: ['shirt'],
      เสือ: ['tiger'],
      की: ['of'],
      कि: ['that'],
      か: ['ka'],
      が: ['ga'],
      lopata: ['shovel'],
      ŁOPATA: ['shovel'],
      dorde: ['dorde'],
    };
    for (const [q, keys] of Object.entries(expected)) expect.soft(await found(q), q).toEqual(keys);
    for (const id of ids.keys()) await ada.caller.products.archive({ idOrSlug: id });
  });

  test('is case-insensitive in scripts beside Latin', async () => {
    const tea = await ada.caller.products.create({ name: 'Чайник Йогурт', price: 1 });
    for (const q of ['чайник', 'ЧАЙНИК', 'чай', 'йогурт', 'чайнк'])
      expect((await search({ q })).items.map(({ id }) => id)).toEqual([tea.id]);
    await ada.caller.products.archive({ idOrSlug: tea.id });
  });
});

describe('the pages of a result', () => {
  for (const sort of ['relevance', 'newest', 'price', '-price', 'name'] as const) {
    for (const q of ['s', 'wirless', 'the']) {
      test(`for "${q}" sorted by ${sort} hold every product once, and the facets count them all`, async () => {
        const whole = await search({ q, sort, limit: 100 });
        expect(whole.nextCursor).toBeNull();
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof search>> = await search({
            q,
            sort,
            limit: 3,
            ...(cursor !== null && { cursor }),
          });
          expect({ facets: page.facets, total: page.total }).toEqual({ facets: whole.facets, total: whole.total });
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen).toEqual(whole.items.map(({ id }) => id));
        expect(new Set(seen).size).toBe(whole.total);
      });
    }
  }

  test('are asked for with cursors of that result only', async () => {
    const { nextCursor } = await search({ q: 's', limit: 1 });
    const list = await world.caller().products.list({ limit: 1, sort: 'price' });
    const wrong = [
      { sort: 'price' as const, cursor: nextCursor ?? '' },
      { sort: 'price' as const, cursor: list.nextCursor ?? '' },
      { cursor: '~' },
      { cursor: '~~' },
      { cursor: 'x' },
    ];
    for (const input of wrong) {
      expect(await refusalOf(search({ q: 's', ...input }))).toMatchObject({
        code: 'VALIDATION',
        issues: [{ path: 'cursor' }],
      });
    }
  });
});

describe('facets', () => {
  test('say of the whole result, and of nothing else, in which categories and at which prices it is', async () => {
    const { facets, items, total } = await search({ q: 'l', limit: 100 });
    expect(items).toHaveLength(total);
    const inCategory = (slug: string) => items.filter(({ category }) => category?.slug === slug).length;
    expect(facets.categories.map(({ slug, count }) => [slug, count])).toEqual(
      facets.categories.map(({ slug }) => [slug, inCategory(slug)]),
    );
    expect(facets.categories.reduce((sum, { count }) => sum + count, 0)).toBe(
      items.filter(({ category }) => category).length,
    );
    for (const { minPrice, maxPrice, count } of facets.priceRanges) {
      const inRange = items.filter(({ variants }) =>
        variants.some(({ price }) => price >= minPrice && price <= (maxPrice ?? Infinity)),
      );
      expect(inRange).toHaveLength(count);
      const filtered = await search({ q: 'l', minPrice, ...(maxPrice !== null && { maxPrice }), limit: 100 });
      expect(filtered.items.map(({ id }) => id)).toEqual(inRange.map(({ id }) => id));
    }
    expect(facets.priceRanges.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(total);
  });

  test('count what the filters of all other facets leave', async () => {
    const { items, facets, total } = await search({
      q: 'l',
      category: 'audio',
      inStock: true,
      minPrice: 5_000,
      limit: 100,
    });
    expect(total).toBe(items.length);
    const anywhere = await search({ q: 'l', inStock: true, minPrice: 5_000, limit: 100 });
    expect(facets.categories).toEqual(anywhere.facets.categories);
    expect(facets.categories).toContainEqual({ slug: 'audio', name: 'Audio', count: total });
    const anyPrice = await search({ q: 'l', inStock: true, category: 'audio', limit: 100 });
    expect(facets.priceRanges).toEqual(anyPrice.facets.priceRanges);
    const isWanted = ({ price, available }: { price: number; available: number }) => price >= 5_000 && available > 0;
    expect(items.every(({ variants, category }) => variants.some(isWanted) && category?.slug === 'audio')).toBe(true);
    const ids = items.slice(0, 2).map(({ id }) => id);
    expect((await search({ q: 'l', ids })).total).toBe(2);
  });
});

describe('what is found', () => {
  test('follows every change of a product at once', async () => {
    const { products } = ada.caller;
    const { id, version } = await products.create({ name: 'Zymurgy kit', price: 100, status: 'draft' });
    const finds = async (q: string) => (await search({ q })).items.map((item) => item.id);
    expect(await finds('zymurgy')).toEqual([]);
    const active = await products.update({ idOrSlug: id, version, status: 'active' });
    expect(await finds('zymurgy')).toEqual([id]);
    const renamed = await products.update({
      idOrSlug: id,
      version: active.version,
      name: 'Brewing kit',
      description: 'Xylophone',
      sku: 'ZYX-9',
    });
    expect([await finds('zymurgy'), await finds('xylophone'), await finds('zyx')]).toEqual([[], [id], [id]]);
    const variant = await products.variants.create({ idOrSlug: id, sku: 'QQW-7', options: { Size: 'L' }, price: 50 });
    expect(await finds('qqw 7')).toEqual([id]);
    expect((await search({ q: 'brewing', maxPrice: 50 })).total).toBe(1);
    await products.variants.remove({ id: variant.id });
    expect([await finds('qqw'), (await search({ q: 'brewing', maxPrice: 50 })).total]).toEqual([[], 0]);
    await products.archive({ idOrSlug: id, version: renamed.version });
    expect(await finds('brewing')).toEqual([]);
    await products.restore({ idOrSlug: id });
    expect(await finds('brewing')).toEqual([id]);
  });

  test('knows nothing of what was rolled back', async () => {
    const name = 'Rollback widget';
    await expect(
      shop.db.transact(async (tx) => {
        const variants = [{ sku: 'RB-1', options: {}, price: 1, stock: 0 }];
        const product = {
          slug: 'rollback',
          name,
          description: '',
          categoryId: null,
          status: 'active' as const,
          attributes: {},
          variants,
        };
        await insertProducts(tx, [product], { actor: 'cli', at: shop.clock.now() });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await namesFor('rollback')).toEqual([]);
    expect(await namesFor('rollbakc')).toEqual([]);
  });
});
