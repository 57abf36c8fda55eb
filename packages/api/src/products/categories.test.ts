import { newId } from '@cartwright/kernel/ids';
import { afterAll, expect, test } from 'vitest';
import { createTestShop, refusalOf, tally } from '../testing.ts';

const world = await createTestShop();
const { db } = world.shop;
afterAll(() => world.close());

/** Writes categories straight into the table, where no limit counts them. */
async function write(count: number): Promise<void> {
  const at = new Date();
  const rows = Array.from({ length: count }, (_, index) => {
    const id = newId();
    return { id, slug: `c-${id}`, name: `Shelf ${index}`, createdAt: at, updatedAt: at };
  });
  await db.transact(async (tx) => void (await tx.insert(tx.tables.categories).values(rows)));
}

const list = async () => (await world.caller().products.categories()).items;

test('a shop takes 1,000 categories, also from many at the same time, and lists no more', async () => {
  const { products } = (await world.signUp({ role: 'admin' })).caller;
  await write(999);
  const racing = Array.from({ length: 4 }, (_, index) => products.saveCategory({ slug: `new-${index}`, name: 'New' }));
  expect(await tally(racing)).toEqual({ ok: 1, VALIDATION: 3 });
  expect(await refusalOf(products.saveCategory({ slug: 'another', name: 'Another' }))).toMatchObject({
    code: 'VALIDATION',
    issues: [{ path: 'slug', message: expect.stringContaining('at most 1000 categories. Remove one first') }],
  });
  const items = await list();
  expect(items).toHaveLength(1_000);

  const [{ slug } = { slug: '' }] = items;
  expect(await products.saveCategory({ slug, name: 'Renamed' })).toMatchObject({ name: 'Renamed' });
  await products.create({ name: 'Mug', price: 100, stock: 1, category: slug });
  await write(1);
  expect(await list()).toHaveLength(1_000);
  const { facets } = await world.caller().products.search({ q: 'mug' });
  expect(facets.categories).toMatchObject([{ slug, count: 1 }]);

  await products.removeCategory({ slug });
  await products.removeCategory({ slug: (await list())[0]?.slug ?? '' });
  expect(await products.saveCategory({ slug: 'another', name: 'Another' })).toMatchObject({ slug: 'another' });
});
