import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, refusalOf, rowCounts, type SignedUp, tally } from '../testing.ts';
import { freeSlug } from './free-slug.ts';
import { insertProducts, type NewProduct } from './index.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
let create: SignedUp['caller']['products']['create'];
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  create = ada.caller.products.create;
});
afterEach(async () => expect(await inconsistencies(shop.db)).toEqual([]));
afterAll(() => world.close());

describe('a slug that nobody gave', () => {
  const slugs = {
    'Café Crème, 2 Tassen!': 'cafe-creme-2-tassen',
    '  --Plain-- ': 'plain',
    'Ångström ½ ﬁne': 'angstrom-1-2-fine',
    'ＦＵＬＬ ｗｉｄｔｈ': 'full-width',
    İstanbul: 'istanbul',
    'Łopata, ß & Øl': 'lopata-ss-ol',
    Чайник: 'chaynik',
    日本茶: 'ri-ben-cha',
    เสื้อ: 'esueo',
    เสือ: 'esueo-2',
    'C++': 'c-plus-plus',
    'C#': 'c-sharp',
    '🎉': 'tada',
    '?!': 'product',
    '—': 'product-2',
    'CAFÉ CRÈME 2 TASSEN': 'cafe-creme-2-tassen-2',
    'café crème 2 tassen': 'cafe-creme-2-tassen-3',
  };
  for (const [name, slug] of Object.entries(slugs)) {
    test(`is made of the name: ${name.trim()} → ${slug}`, async () => {
      expect((await create({ name, price: 1 })).slug).toBe(slug);
    });
  }

  test('of a long name fits, and still gets a number', async () => {
    const name = 'Very long '.repeat(20).trim();
    const [first, second] = [await create({ name, price: 1 }), await create({ name, price: 1 })];
    expect(first.slug).toMatch(/^very-long(-[a-z]+)*$/);
    expect(second.slug).toBe(`${first.slug}-2`);
    expect(second.variants[0]?.sku).not.toBe(first.variants[0]?.sku);
  });

  test('takes the first number that is free', async () => {
    for (const slug of ['gap', 'gap-3', 'gap-x']) await create({ name: 'Gap', slug, price: 1 });
    expect((await create({ name: 'Gap', price: 1 })).slug).toBe('gap-2');
    expect((await create({ name: 'Gap', price: 1 })).slug).toBe('gap-4');
  });

  test('of which thousands are taken is found with a few lookups and is free', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index): NewProduct => {
      const variants = [{ sku: `CROWD-${index}`, options: {}, price: 1, stock: 0 }];
      const slug = index === 0 ? 'crowd' : `crowd-${index + 1}`;
      return { slug, name: 'Crowd', description: '', categoryId: null, status: 'draft', attributes: {}, variants };
    });
    await shop.db.transact(async (tx) => {
      for (let start = 0; start < rows.length; start += 500) {
        await insertProducts(tx, rows.slice(start, start + 500), { actor: 'cli', at: shop.clock.now() });
      }
    });
    const asked = await shop.db.transact(async (tx) => {
      let statements = 0;
      const select = tx.select.bind(tx);
      const counting = Object.assign(Object.create(tx) as typeof tx, {
        select: (...args: Parameters<typeof select>) => {
          statements += 1;
          return select(...args);
        },
      });
      expect(await freeSlug(shop, counting, 'crowd')).toBe('crowd-2501');
      expect(await freeSlug(shop, counting, 'crow')).toBe('crow');
      return statements;
    });
    expect(asked).toBeLessThanOrEqual(6);
  });

  test('is each one’s own when twelve products of one name are made at the same time', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => create({ name: 'Twelve', price: 1, stock: 1 })));
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(12);
    expect(new Set(made.map(({ variants }) => variants[0]?.sku)).size).toBe(12);
  });
});

describe('a slug that was given', () => {
  test('is refused when another product has it, one after the other or at the same time', async () => {
    await create({ name: 'One', slug: 'taken', price: 1 });
    expect(await refusalOf(create({ name: 'Two', slug: 'taken', price: 1 }))).toEqual({
      code: 'SLUG_TAKEN',
      slug: 'taken',
    });
    const racing = Array.from({ length: 8 }, (_, index) =>
      create({ name: `Race ${index}`, slug: 'race', sku: `R-${index}`, price: 1 }),
    );
    expect(await tally(racing)).toEqual({ ok: 1, SLUG_TAKEN: 7 });
  });

  test('has lower-case letters, digits and single hyphens', async () => {
    for (const slug of ['', 'Upper', 'a b', 'a--b', '-a', 'a-', 'ä', 'a/b', 'x'.repeat(101)]) {
      expect(await refusalOf(create({ name: 'Slug', slug, price: 1 }))).toMatchObject({
        code: 'VALIDATION',
        issues: [{ path: 'slug' }],
      });
    }
  });
});

describe('a SKU', () => {
  test('is refused when another variant has it, in the shop or in the same product', async () => {
    await create({ name: 'First', sku: 'SKU-1', price: 1 });
    const before = await rowCounts(shop.db);
    expect(await refusalOf(create({ name: 'Second', sku: 'SKU-1', price: 1 }))).toEqual({
      code: 'SKU_TAKEN',
      sku: 'SKU-1',
    });
    const variants = ['S', 'M'].map((size) => ({ sku: 'SKU-2', options: { Size: size }, price: 1, stock: 1 }));
    expect(await refusalOf(create({ name: 'Third', variants }))).toEqual({ code: 'SKU_TAKEN', sku: 'SKU-2' });
    expect(await rowCounts(shop.db)).toEqual(before);
  });

  test('goes to one of those who want it at the same time', async () => {
    const racing = Array.from({ length: 8 }, (_, index) =>
      create({ name: `Sku race ${index}`, sku: 'SKU-RACE', price: 1 }),
    );
    expect(await tally(racing)).toEqual({ ok: 1, SKU_TAKEN: 7 });
  });

  test('that nobody gave is made for each variant, however long or foreign the names', async () => {
    const sizes = ['Small', 'Medium', 'Extra large'];
    const names = [
      'Shirt',
      'A shirt with a name so long that nothing of it is left when a SKU is cut to sixty-four',
      '日本',
    ];
    for (const name of names) {
      const made = await create({ name, variants: sizes.map((Size) => ({ options: { Size }, price: 1 })) });
      expect(new Set(made.variants.map(({ sku }) => sku)).size).toBe(3);
      const foreign = await create({
        name,
        variants: ['小', '中', '大'].map((Size) => ({ options: { Size }, price: 1 })),
      });
      expect(new Set(foreign.variants.map(({ sku }) => sku)).size).toBe(3);
    }
  });
});

describe('a product', () => {
  test('without variants has one with no options, and reads as if it were the product', async () => {
    const product = await create({ name: 'Simple', sku: 'SIMPLE', price: 1_500, compareAtPrice: 2_000, stock: 4 });
    expect(product).toMatchObject({
      price: 1_500,
      compareAtPrice: 2_000,
      available: 4,
      inStock: true,
      currency: 'USD',
      version: 1,
    });
    expect(product.variants).toMatchObject([
      { sku: 'SIMPLE', options: {}, price: 1_500, compareAtPrice: 2_000, available: 4 },
    ]);
  });

  test('with variants shows the lowest price and the sum of their stock', async () => {
    const product = await create({
      name: 'Shirt',
      attributes: { Material: 'Wool' },
      variants: [
        { options: { Size: 'M' }, price: 2_000, stock: 3 },
        { options: { Size: 'S' }, price: 1_800, compareAtPrice: 1_900, stock: 2 },
      ],
    });
    expect(product).toMatchObject({
      price: 1_800,
      compareAtPrice: 1_900,
      available: 5,
      attributes: { Material: 'Wool' },
    });
    expect(product.variants.map(({ options }) => options['Size'])).toEqual(['M', 'S']);
  });

  test('whose variants have the same options is refused, whatever their order, case or accents', async () => {
    const pairs = [
      [
        { Size: 'M', Colour: 'Red' },
        { Colour: 'Red', Size: 'M' },
      ],
      [{ Size: 'M' }, { size: 'm' }],
      [{ Colour: 'Crème' }, { Colour: 'creme' }],
      [{}, {}],
    ];
    for (const pair of pairs) {
      const variants = pair.map((options, index) => ({ options, sku: `DUP-${index}`, price: 1 }));
      expect(await refusalOf(create({ name: 'Double', variants }))).toMatchObject({
        code: 'VALIDATION',
        issues: [{ path: 'variants.1.options', code: 'duplicate' }],
      });
    }
  });

  test('is refused with both ways of giving a price, with none, or in a category that there is not', async () => {
    const variants = [{ options: {}, price: 1 }];
    const wrong = [
      [{ name: 'Both', price: 1, variants }, 'price'],
      [{ name: 'Stock', stock: 1, variants }, 'stock'],
      [{ name: 'None' }, 'price'],
      [{ name: 'Empty', variants: [] }, 'variants'],
      [{ name: 'Category', price: 1, category: 'nowhere' }, 'category'],
      [{ name: 'Negative', price: -1 }, 'price'],
      [{ name: 'Half', price: 0.5 }, 'price'],
      [{ name: 'Huge', price: 100_000_000_001 }, 'price'],
      [{ name: 'Stock', price: 1, stock: -1 }, 'stock'],
      [{ name: 'Stock', price: 1, stock: 1_000_000_001 }, 'stock'],
      [{ name: '', price: 1 }, 'name'],
      [{ name: 'NUL\0', price: 1 }, 'name'],
      [{ name: 'Half a letter \ud83d', price: 1 }, 'name'],
      [{ name: 'Sku', price: 1, sku: 'a b' }, 'sku'],
    ] as const;
    for (const [input, path] of wrong) {
      const { code, issues } = await refusalOf(create(input as never));
      expect({ code, paths: (issues as { path: string }[]).map((issue) => issue.path) }).toEqual({
        code: 'VALIDATION',
        paths: [path],
      });
    }
  });

  test('with the same Idempotency-Key is made once, and another input is refused', async () => {
    const { create: createOnce } = ada.withKey('product').products;
    const first = await createOnce({ name: 'Once', price: 1 });
    expect(await createOnce({ name: 'Once', price: 1 })).toEqual(first);
    expect(await refusalOf(createOnce({ name: 'Twice', price: 1 }))).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('may have a 200-letter name in any script, and pages go on past it', async () => {
    const names = ['茶', 'Щ', '🎉', '\u0001', 'ﷺ'].map((letter) => `zz${letter.repeat(198 / letter.length)}`);
    for (const name of names) await create({ name, price: 1 });
    let cursor: string | null = null;
    const seen: string[] = [];
    do {
      const page: Awaited<ReturnType<typeof ada.caller.products.list>> = await ada.caller.products.list({
        sort: 'name',
        limit: 1,
        ...(cursor !== null && { cursor }),
      });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.filter((name) => names.includes(name))).toHaveLength(names.length);
  });
});

test('a draft is hidden from the public and shown to admins, by id and by slug', async () => {
  const draft = await create({ name: 'Draft', price: 1, stock: 1, status: 'draft' });
  const carol = await world.signUp();
  for (const idOrSlug of [draft.id, draft.slug, draft.id.toUpperCase(), draft.slug.toUpperCase()]) {
    expect(await refusalOf(world.caller().products.get({ idOrSlug }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(carol.caller.products.get({ idOrSlug }))).toEqual({ code: 'NOT_FOUND' });
    expect(await ada.caller.products.get({ idOrSlug })).toEqual(draft);
  }
  expect(await refusalOf(carol.caller.cart.addItem({ productId: draft.id }))).toMatchObject({
    code: 'PRODUCT_UNAVAILABLE',
  });
});

test('only admins see what is on hand and reserved', async () => {
  const product = await create({ name: 'Counted', price: 1, stock: 3 });
  expect(product.variants[0]).toMatchObject({ onHand: 3, reserved: 0 });
  const seen = await world.caller().products.get({ idOrSlug: product.id });
  expect(Object.keys(seen.variants[0] ?? {})).not.toEqual(expect.arrayContaining(['onHand']));
  expect(Object.keys(seen.variants[0] ?? {})).not.toEqual(expect.arrayContaining(['reserved']));
});

test('an id or slug that nobody has is not found', async () => {
  const strange = [
    crypto.randomUUID(),
    'nothing',
    '%',
    '_',
    '..',
    "'; drop table products; --",
    '0',
    'null',
    '00000000-0000-0000-0000-000000000000',
  ];
  for (const idOrSlug of strange) {
    expect(await refusalOf(ada.caller.products.get({ idOrSlug }))).toEqual({ code: 'NOT_FOUND' });
  }
  expect(await refusalOf(ada.caller.products.stock.ledger({ id: crypto.randomUUID() }))).toEqual({ code: 'NOT_FOUND' });
});

test('the ledger pages from the newest entry to the oldest, and a cursor of another variant is refused', async () => {
  const product = await create({ name: 'Paged', price: 1, stock: 99 });
  const id = product.variants[0]?.id ?? '';
  const carol = await world.signUp();
  const placed = {
    shippingAddress: { fullName: 'C', line1: 'L', city: 'C', state: 'VA', postalCode: '1', country: 'US' },
    payment: { method: 'dummy' },
  } as const;
  for (let quantity = 1; quantity <= 4; quantity += 1) {
    await carol.caller.orders.place({ ...placed, items: [{ variantId: id, quantity }] });
  }
  const changes: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof ada.caller.products.stock.ledger>> = await ada.caller.products.stock.ledger({
      id: id.toUpperCase(),
      limit: 2,
      ...(cursor !== null && { cursor }),
    });
    changes.push(...page.items.map(({ reservedChange, onHandChange }) => reservedChange + onHandChange));
    cursor = page.nextCursor;
    const other = (await create({ name: 'Other', price: 1 })).variants[0]?.id ?? '';
    if (cursor !== null) {
      expect(await refusalOf(ada.caller.products.stock.ledger({ id: other, cursor }))).toMatchObject({
        code: 'VALIDATION',
      });
    }
  } while (cursor !== null);
  expect(changes).toEqual([4, 3, 2, 1, 99]);
});
