import { onDatabase } from '@cartwright/db/testing';
import { foldText } from '@cartwright/kernel/fold';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp } from '../testing.ts';

const world = await createTestShop();
const { shop, clock } = world;
let ada: SignedUp;
const ids: string[] = [];

type ListInput = NonNullable<Parameters<SignedUp['caller']['products']['list']>[0]>;

/** Every product shares its name, price and date with several others. */
const names = [
  'Zebra',
  'apple',
  'Äpfel',
  'Apfel',
  'éclair',
  'Eclair',
  'ångström',
  'banana',
  'Banana 2',
  '10 nails',
  '9 nails',
  'ß',
  '日本',
  '🎉',
];

beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  for (let index = 0; index < 45; index += 1) {
    if (index % 10 === 0) clock.advance({ minutes: 1 });
    const name = names[index % names.length] ?? '';
    const product = await ada.caller.products.create({ name, price: 100 * (index % 4), stock: index % 3 });
    ids.push(product.id);
  }
  await ada.caller.products.create({ name: 'Draft', price: 100, status: 'draft' });
  await shuffleRows();
});
afterAll(() => world.close());

async function walk(input: ListInput) {
  const items: { id: string; name: string; price: number; createdAt: Date }[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof ada.caller.products.list>> = await world.caller().products.list({
      ...input,
      ...(cursor !== null && { cursor }),
    });
    expect(page.items.length).toBeLessThanOrEqual(input.limit ?? 20);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

describe('the pages of a list', () => {
  for (const sort of ['newest', 'price', '-price', 'name'] as const) {
    for (const limit of [1, 7, 45, 100]) {
      test(`sorted by ${sort}, ${limit} at a time, hold every product once`, async () => {
        const seen = (await walk({ sort, limit })).map(({ id }) => id);
        expect(seen).toHaveLength(45);
        expect([...seen].sort()).toEqual([...ids].sort());
        expect(seen).toEqual((await walk({ sort, limit: 100 })).map(({ id }) => id));
      });
    }
  }

  test.each(['newest', 'price', '-price', 'name'] as const)(
    'sorted by %s keep their order when a filter makes the database look elsewhere',
    async (sort) => {
      const all = (await walk({ sort })).map(({ id }) => id);
      for (const limit of [7, 100]) expect((await walk({ sort, limit, ids })).map(({ id }) => id)).toEqual(all);
    },
  );

  test('are in the order that they say', async () => {
    const byPrice = (await walk({ sort: 'price' })).map(({ price }) => price);
    expect(byPrice).toEqual([...byPrice].sort((a, b) => a - b));
    expect((await walk({ sort: '-price' })).map(({ price }) => price)).toEqual([...byPrice].reverse());
    const times = (await walk({ sort: 'newest' })).map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('by name are in one order on every database: digits, letters without regard to case and accents, then the rest', async () => {
    const seen = (await walk({ sort: 'name' })).map(({ name }) => name);
    expect([...new Set(seen.map(foldText))]).toEqual([
      '10 nails',
      '9 nails',
      'angstrom',
      'apfel',
      'apple',
      'banana',
      'banana 2',
      'eclair',
      'ss',
      'zebra',
      '日本',
      '🎉',
    ]);
  });

  test('do not repeat anything when products are added in between', async () => {
    const first = await world.caller().products.list({ sort: 'price', limit: 20 });
    const added = await ada.caller.products.create({ name: 'Cheap', price: 0 });
    const second = await world.caller().products.list({ sort: 'price', limit: 100, cursor: first.nextCursor ?? '' });
    const seen = [...first.items, ...second.items].map(({ id }) => id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.every((id) => seen.includes(id))).toBe(true);
    await removeProduct(added.id);
  });
});

describe('a cursor', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('of another sort or list, broken or forged, is refused by name', async () => {
    const { nextCursor } = await world.caller().products.list({ sort: 'price', limit: 1 });
    const cursor = nextCursor ?? '';
    const id = ids[0] ?? '';
    const forged: [ListInput['sort'], string][] = [
      ['-price', cursor],
      ['name', cursor],
      ['newest', cursor],
      ['price', cursor.slice(0, -4)],
      ['price', `${cursor}x`.repeat(2)],
      ['price', ''],
      ['price', '💥'],
      ['price', encode(null)],
      ['price', encode({})],
      ['price', encode([])],
      ['price', encode(['products:price'])],
      ['price', encode(['products:price', '1', id])],
      ['price', encode(['products:price', 1, 'id'])],
      ['price', encode(['products:price', 1.5, id])],
      ['price', encode(['products:price', 1e300, id])],
      ['price', encode(['products:price', 1, id, 1])],
      ['price', encode(['orders:newest', 1, id])],
      ['newest', encode(['products:newest', Number.MAX_SAFE_INTEGER, id])],
      ['newest', encode(['products:newest', 8.64e15, id])],
      ['newest', encode(['products:newest', -8.64e15, id])],
      ['name', encode(['products:name', 'NUL \0', id])],
      ['name', encode(['products:name', 'half \ud83d', id])],
      ['price', 'x'.repeat(10_000)],
    ];
    for (const [sort, given] of forged) {
      const call = world.caller().products.list({ sort, cursor: given });
      expect
        .soft(await refusalOf(call), `${sort} ${given.slice(0, 100)}`)
        .toMatchObject({ code: 'VALIDATION', issues: [{ path: 'cursor' }] });
    }
  });

  test('of somebody’s orders with a time that no calendar has is refused too', async () => {
    const bob = await world.signUp();
    for (const time of [Number.MAX_SAFE_INTEGER, 8.64e15, -8.64e15]) {
      const call = bob.caller.orders.list({ cursor: encode(['orders:newest', time, ids[0]]) });
      expect(await refusalOf(call)).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'cursor' }] });
    }
  });

  test('of a ledger with a number that no database counts to is refused too', async () => {
    const { variants } = await ada.caller.products.get({ idOrSlug: ids[0] ?? '' });
    const id = variants[0]?.id ?? '';
    const last = await ada.caller.products.stock.ledger({
      id,
      cursor: encode([`ledger:${id}`, Number.MAX_SAFE_INTEGER]),
    });
    expect(last.items.length).toBeLessThanOrEqual(1);
    const call = ada.caller.products.stock.ledger({ id, cursor: encode([`ledger:${id}`, 1e300]) });
    expect(await refusalOf(call)).toMatchObject({ code: 'VALIDATION' });
  });
});

describe('a filter', () => {
  test('by price counts both ends in', async () => {
    const between = await walk({ minPrice: 100, maxPrice: 200 });
    expect(new Set(between.map(({ price }) => price))).toEqual(new Set([100, 200]));
    expect(await walk({ minPrice: 200, maxPrice: 100 })).toEqual([]);
    expect(new Set((await walk({ maxPrice: 0 })).map(({ price }) => price))).toEqual(new Set([0]));
  });

  test('by stock parts the products in two', async () => {
    const [there, gone] = [await walk({ inStock: true }), await walk({ inStock: false })];
    expect([...there, ...gone].map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(there).toHaveLength(30);
  });

  test('by stock counts what is reserved as gone', async () => {
    const product = await ada.caller.products.create({ name: 'Last one', price: 100, stock: 1 });
    const bob = await world.signUp();
    await bob.caller.orders.place(orderInput({ items: [{ productId: product.id, quantity: 1 }] }));
    const isIn = async (inStock: boolean) => (await walk({ inStock })).some(({ id }) => id === product.id);
    expect([await isIn(true), await isIn(false)]).toEqual([false, true]);
    expect(await world.caller().products.get({ idOrSlug: product.id })).toMatchObject({ available: 0, inStock: false });
    await hideProduct(product.id);
  });

  test('by ids takes them in any case, and leaves out what is not on sale or not there', async () => {
    const wanted = ids.slice(0, 3);
    const found = await walk({ ids: [...wanted.map((id) => id.toUpperCase()), crypto.randomUUID()] });
    expect(found.map(({ id }) => id).sort()).toEqual([...wanted].sort());
  });

  test('by category shows what is in it, and nothing for one that there is not', async () => {
    const { categories, products } = shop.db.tables;
    const at = clock.now();
    const category = { id: crypto.randomUUID(), slug: 'fruit', name: 'Fruit', createdAt: at, updatedAt: at };
    await shop.db.transact(async (tx) => {
      await tx.insert(categories).values(category);
      await tx
        .update(products)
        .set({ categoryId: category.id })
        .where(eq(products.id, ids[1] ?? ''));
    });
    expect((await walk({ category: 'fruit' })).map(({ id }) => id)).toEqual([ids[1]]);
    expect(await walk({ category: 'vegetables' })).toEqual([]);
    expect(await world.caller().products.get({ idOrSlug: ids[1] ?? '' })).toMatchObject({
      category: { slug: 'fruit', name: 'Fruit' },
    });
  });

  test('that makes no sense is refused by name', async () => {
    const wrong = [
      { limit: 0 },
      { limit: 101 },
      { limit: 1.5 },
      { minPrice: -1 },
      { category: 'No Slug' },
      { ids: [] },
      { ids: ['1'] },
      { sort: 'random' },
      { page: 2 },
    ];
    for (const input of wrong) {
      const { code, issues } = await refusalOf(world.caller().products.list(input as never));
      const [field = ''] = Object.keys(input);
      expect({ code, path: String((issues as { path: string }[])[0]?.path).split('.')[0] }).toEqual({
        code: 'VALIDATION',
        path: field === 'page' ? '' : field,
      });
    }
  });
});

test('a draft is on nobody’s list, not even an admin’s', async () => {
  const { items } = await ada.caller.products.list({ limit: 100 });
  expect(items.map(({ name }) => name)).not.toContain('Draft');
});

async function removeProduct(id: string) {
  const { products, variants } = shop.db.tables;
  await shop.db.transact(async (tx) => {
    await tx.delete(variants).where(eq(variants.productId, id));
    await tx.delete(products).where(eq(products.id, id));
  });
}

async function hideProduct(id: string) {
  const { products } = shop.db.tables;
  await shop.db.transact((tx) =>
    tx
      .update(products)
      .set({ status: 'draft' })
      .where(eq(products.id, id))
      .then(() => {}),
  );
}

/**
 * Changes the order of ties without an ORDER BY, because Postgres writes a changed row to another place, and reads a
 * small table in that order.
 */
async function shuffleRows() {
  const { products } = shop.db.tables;
  for (const id of ids.filter((_, index) => index % 3 === 0).reverse()) {
    await shop.db.transact((tx) =>
      tx
        .update(products)
        .set({ version: 2 })
        .where(eq(products.id, id))
        .then(() => {}),
    );
  }
  await onDatabase(world.database.url, 'analyze');
}
