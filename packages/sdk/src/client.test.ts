import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCartwright } from './client.ts';
import type { Mutation } from './procedure.ts';
import { address, openWorld, type World, withEventIds } from './testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.proxy.seen.length = 0;
});

test('a purchase, from the shelf to the order', async () => {
  const shop = await world.customer();
  const { items } = await shop.products.list({ sort: 'name' });
  expect(items.map(({ name }) => name)).toEqual(['Beans', 'Mug']);
  const cart = await shop.cart.addItem({ productId: items[1]!.id, quantity: 2 });
  const order = { shippingAddress: address, payment: { method: 'dummy' as const } };
  const quote = await shop.orders.quote(order);
  expect(quote).toMatchObject({ subtotal: cart.subtotal, problems: [] });

  const placed = await shop.orders.place({ ...order, expectedTotal: quote.total });
  expect(placed).toMatchObject({ status: 'pending', total: quote.total });
  expect(placed.createdAt).toBeInstanceOf(Date);
  expect(await shop.orders.get({ idOrNumber: placed.number })).toEqual(withEventIds(placed));
  expect((await shop.cart.get()).items).toEqual([]);
});

test('queries of the same moment travel together, ten at most', async () => {
  const shop = world.client();
  await Promise.all(Array.from({ length: 23 }, () => shop.products.list({ limit: 1 })));
  const sizes = world.proxy.seen.map(({ procedures }) => procedures.split(',').length);
  expect(sizes).toEqual([10, 10, 3]);
});

test('queries whose addresses would be too long for proxies are spread over requests', async () => {
  const shop = world.client();
  const ids = Array.from({ length: 100 }, () => world.mug.id);
  await Promise.all(Array.from({ length: 3 }, () => shop.products.list({ ids })));
  expect(world.proxy.seen).toHaveLength(3);
});

test('mutations travel alone, each with a key of its own', async () => {
  const shop = await world.customer();
  world.proxy.seen.length = 0;
  await Promise.all(Array.from({ length: 5 }, () => shop.cart.addItem({ variantId: world.mug.variantId })));
  expect(world.proxy.seen.map(({ procedures }) => procedures)).toEqual(Array(5).fill('cart.addItem'));
  expect(new Set(world.proxy.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(5);
  expect((await shop.cart.get()).count).toBe(5);
});

test('a program calls with its API key, also what needs an idempotency key, and gets no session', async () => {
  const admin = await world.server.signUp({ role: 'admin' });
  const scopes = ['inventory:write', 'orders:read'] as const;
  const { key = '' } = await admin.caller.admin.apiKeys.create({
    name: 'Till',
    scopes: [...scopes],
    password: 'correct horse',
  });
  const shop = world.client({ apiKey: key });
  const { onHand } = await shop.products.stock.adjust({ id: world.mug.variantId, delta: 1, reason: 'received' });
  expect(onHand).toBe(1_001);
  expect((await shop.admin.orders.list()).items).toBeInstanceOf(Array);
  await expect(shop.admin.audit()).rejects.toMatchObject({ code: 'SCOPE_MISSING', facts: { scope: 'audit:read' } });
  const revoked = world.client({ apiKey: `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}` });
  world.proxy.seen.length = 0;
  await expect(revoked.admin.orders.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(world.proxy.seen).toHaveLength(1);
});

test('a key that is given makes a second order the first one again', async () => {
  const shop = await world.customer();
  const items = [{ productId: world.mug.id, quantity: 1 }];
  const order = { items, shippingAddress: address, payment: { method: 'dummy' as const } };
  const [one, two] = [
    await shop.orders.place(order, { idempotencyKey: 'twice' }),
    await shop.orders.place(order, { idempotencyKey: 'twice' }),
  ];
  expect(two).toEqual(one);
  expect((await shop.orders.list()).items).toHaveLength(1);
});

test('an input may hold the same object twice, and fields that are undefined', async () => {
  const shop = await world.customer();
  const item = { productId: world.mug.id, quantity: 1 };
  const quote = await shop.orders.quote({
    items: [item, item],
    shippingAddress: { ...address, line2: undefined },
    payment: { method: 'dummy' },
    note: undefined,
  });
  expect(quote.items.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(2);
});

test('headers of the caller go along, and may come late', async () => {
  const shop = world.client({ headers: async () => ({ 'X-Request-Id': 'abc-1' }) });
  await shop.products.list();
  expect(world.proxy.seen[0]?.headers).toMatchObject({ 'x-request-id': 'abc-1' });
});

test('a server with routers of its own is called by a contract of its own', async () => {
  interface MyContract {
    reviews: { add: Mutation<{ stars: number }, void> };
  }
  const shop = createCartwright<MyContract>({
    url: world.proxy.url,
    procedures: { 'reviews.add': { kind: 'mutation', input: true } },
  });
  await expect(shop.reviews.add({ stars: 5 })).rejects.toMatchObject({ code: 'NOT_FOUND', procedure: 'reviews.add' });
});
