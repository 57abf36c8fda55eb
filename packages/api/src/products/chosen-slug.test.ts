import { operationsOf } from '@cartwright/kernel/operations';
import { reservedWords } from '@cartwright/kernel/reserved-words';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../context.ts';
import { appRouter, createCaller } from '../router.ts';
import { createTestShop, refusalOf, type SignedUp } from '../testing.ts';

const world = await createTestShop();
afterAll(() => world.close());

let admin: SignedUp;
beforeAll(async () => {
  admin = await world.signUp({ role: 'admin' });
});

const refused = (path: string) => ({ code: 'VALIDATION', issues: [{ path, code: 'reserved' }] });

test('a path that is new beside a parameter reserves its word by itself', async () => {
  const paths = [...operationsOf(appRouter).map(({ path }) => path), '/products/new', '/categories/tree'];
  const shop = { ...world.shop, isReserved: reservedWords(paths) };
  const { accessToken } = admin;
  const caller = createCaller(() => createContext(shop, { requestId: 'test', ip: '127.0.0.1', accessToken }));

  expect(await refusalOf(caller.products.create({ name: 'New', slug: 'new', price: 1 }))).toMatchObject(
    refused('slug'),
  );
  expect((await caller.products.create({ name: 'New', price: 1 })).slug).toBe('new-2');
  expect(await refusalOf(caller.products.saveCategory({ slug: 'tree', name: 'Tree' }))).toMatchObject(refused('slug'));
  await caller.products.saveCategory({ slug: 'wood', name: 'Wood' });
  const renaming = caller.products.saveCategory({ slug: 'wood', newSlug: 'tree', name: 'Tree' });
  expect(await refusalOf(renaming)).toMatchObject(refused('newSlug'));
});

test('a product that had its slug before the word was reserved keeps it through edits', async () => {
  const { id } = await admin.caller.products.create({ name: 'Old', price: 100 });
  await world.shop.db.transact(async (tx) => {
    const { products } = tx.tables;
    await tx.update(products).set({ slug: 'search' }).where(eq(products.id, id));
  });
  const edited = await admin.caller.products.update({ idOrSlug: id, version: 1, slug: 'search', name: 'New' });
  expect(edited).toMatchObject({ slug: 'search', name: 'New' });
});
