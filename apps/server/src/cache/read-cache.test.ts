import { createCaller, createContext } from '@cartwright/api';
import { eventually, inFlight, orderInput, type SignedUp } from '@cartwright/api/testing';
import type { Log } from '@cartwright/kernel/ports';
import superjson from 'superjson';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { listen } from '../listen.ts';
import type { AppContext } from '../request.ts';
import { startTestServer } from '../testing.ts';
import { createReadCache } from './read-cache.ts';

const logged: string[] = [];
const note = (_: object, message: string) => logged.push(message);
const log: Log = { debug: note, info: note, warn: () => {}, error: () => {} };
const server = await startTestServer({}, { worker: false, log });
/** The database sees this as another process. */
const otherDatabase = await server.database.openAnother();
const other = await listen(createApp({ ...server.shop, db: otherDatabase }), { host: '127.0.0.1', port: 0 });
const otherUrl = `http://127.0.0.1:${other.port}`;
let admin: SignedUp;
let customer: SignedUp;
let mug: { id: string; slug: string; version: number; variantId: string };

beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
  customer = await server.signUp();
  await admin.caller.products.saveCategory({ slug: 'cups', name: 'Cups' });
  const product = await admin.caller.products.create({ name: 'Mug', price: 1_000, stock: 100, category: 'cups' });
  mug = { ...product, variantId: product.variants[0]?.id ?? '' };
  // A server starts to listen a moment after its start, and keeps nothing until then.
  for (const url of [server.url, otherUrl]) {
    await eventually(async () => expect((await read('/api/v1/products', { url })).cache).toBe('HIT'));
  }
});
beforeEach(async () => {
  // Each test begins with empty caches, and long after the stock changes of the test before.
  server.clock.advance({ minutes: 0.25 });
  const { version } = await admin.caller.products.saveCategory({ slug: 'cups', name: 'Cups' });
  for (const url of [server.url, otherUrl]) {
    // No other test reads this address.
    const seen = async () => (await read('/trpc/products.categories?batch=1&input=%7B%7D', { url })).text;
    await eventually(async () => expect(await seen()).toContain(`"version":${version}`));
  }
});
afterAll(async () => {
  await other.stop();
  await server.close();
});

interface ReadOptions {
  readonly url?: string;
  readonly headers?: Record<string, string>;
}

async function read(path: string, { url = server.url, headers = {} }: ReadOptions = {}) {
  const response = await fetch(`${url}${path}`, { headers });
  const text = await response.text();
  return {
    status: response.status,
    text,
    cache: response.headers.get('x-cache'),
    etag: response.headers.get('etag') ?? '',
    headers: response.headers,
  };
}

const trpc = (procedure: string, input: unknown) =>
  `/trpc/${procedure}?input=${encodeURIComponent(superjson.stringify(input))}`;
const batch = (...calls: [string, unknown][]) => {
  const inputs = Object.fromEntries(calls.map(([, input], index) => [index, superjson.serialize(input)]));
  return `/trpc/${calls.map(([name]) => name).join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`;
};

/** Every read that is kept, on both surfaces. */
const reads = () => [
  '/api/v1/products?limit=5',
  `/api/v1/products/${mug.id}`,
  `/api/v1/products/${mug.slug}`,
  '/api/v1/products/search?q=mug',
  '/api/v1/categories',
  trpc('products.list', { limit: 5 }),
  trpc('products.get', { idOrSlug: mug.id }),
  trpc('products.search', { q: 'mug' }),
  '/trpc/products.categories',
  '/api/v1/store',
  '/trpc/store.get',
  batch(['products.list', {}], ['products.get', { idOrSlug: mug.slug }]),
];

test('public reads of the catalogue are answered once and then kept, byte for byte', async () => {
  for (const path of reads()) {
    logged.length = 0;
    const [first, second] = [await read(path), await read(path)];
    expect([path, first.status, first.cache, second.status, second.cache]).toEqual([path, 200, 'MISS', 200, 'HIT']);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect([...second.headers.keys()]).toEqual([...first.headers.keys()]);
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    await eventually(() => expect(logged.filter((message) => message === 'request')).toHaveLength(2));
    expect(logged.filter((message) => message === 'serving from cache')).toHaveLength(1);
  }
});

test('who has an answer already is told that it is still good, and gets no body', async () => {
  for (const path of reads()) {
    const { etag } = await read(path);
    expect(etag).toMatch(/^"[\w-]+(\.gzip)?"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await read(path, { headers: { 'if-none-match': known } });
      // A client that accepts any form is told of the one that is not compressed.
      const form = known === '*' ? etag.replace('.gzip', '') : etag;
      expect([answer.status, answer.text, answer.etag]).toEqual([304, '', form]);
    }
    expect((await read(path, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  }
});

test('the ETag changes with the answer', async () => {
  const path = `/api/v1/products/${mug.id}`;
  const before = await read(path);
  await admin.caller.products.stock.adjust({ id: mug.variantId, delta: 1, reason: 'found' });
  const after = await read(path, { headers: { 'if-none-match': before.etag } });
  expect([after.status, after.etag === before.etag]).toEqual([200, false]);
});

describe('every write to the catalogue is seen by the next read, on this server and on others', () => {
  const writes: [string, () => Promise<unknown>][] = [
    ['a new product', () => admin.caller.products.create({ name: 'Another mug', price: 1 })],
    [
      'an edit',
      async () =>
        admin.caller.products.update({
          idOrSlug: mug.id,
          version: (await current()).version,
          name: `Mug ${Date.now()}`,
        }),
    ],
    ['an archived product', () => admin.caller.products.archive({ idOrSlug: mug.id })],
    ['a restored product', () => admin.caller.products.restore({ idOrSlug: mug.id })],
    ['an adjusted stock', () => admin.caller.products.stock.adjust({ id: mug.variantId, delta: 1, reason: 'found' })],
    [
      'a counted stock',
      async () =>
        admin.caller.products.stock.set({
          id: mug.variantId,
          onHand: 77,
          version: (await current()).variants[0]?.version ?? 0,
          reason: 'counted',
        }),
    ],
    ['a renamed category', () => admin.caller.products.saveCategory({ slug: 'cups', name: 'Cups and mugs' })],
  ];
  const current = () => admin.caller.products.get({ idOrSlug: mug.id });

  test.each(writes)('%s', async (_, write) => {
    const list = [
      '/api/v1/products?limit=5',
      trpc('products.list', { limit: 5 }),
      '/api/v1/categories',
      '/api/v1/products/search?q=mug',
    ];
    for (const path of list) {
      for (const url of [server.url, otherUrl]) {
        await read(path, { url });
        expect((await read(path, { url })).cache).toBe('HIT');
      }
    }
    await write();
    for (const path of list) {
      // The other server comes first, so that it gets no extra time.
      const elsewhere = await read(path, { url: otherUrl });
      const here = await read(path);
      expect([elsewhere.cache, here.cache, elsewhere.text]).toEqual(['MISS', 'MISS', here.text]);
    }
  });

  test('and one that is rolled back evicts nothing', async () => {
    await read('/api/v1/products');
    const failing = server.shop.db.transact(async (tx) => {
      tx.announce({ topic: 'catalogue', detail: '' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await read('/api/v1/products')).cache).toBe('HIT');
  });
});

describe('stock that orders change', () => {
  const order = () => customer.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
  const availableIn = (text: string) => /"available":(\d+)/.exec(text)?.[1];

  test('shows on a product at once, on this server and on others', async () => {
    const path = `/api/v1/products/${mug.id}`;
    for (const url of [server.url, otherUrl]) await read(path, { url });
    await order();
    const fresh = await read(path);
    expect(fresh.cache).toBe('MISS');
    await expect.poll(async () => (await read(path, { url: otherUrl })).text, { interval: 1 }).toBe(fresh.text);
  });

  test('shows in a list after five seconds at the latest, and does not take it out of memory before', async () => {
    const path = `/api/v1/products?ids=${mug.id}`;
    const before = await read(path);
    await order();
    server.clock.advance({ minutes: 4.9 / 60 });
    expect(await read(path).then(({ cache, text }) => [cache, text])).toEqual(['HIT', before.text]);
    server.clock.advance({ minutes: 0.2 / 60 });
    const after = await read(path);
    expect(after.cache).toBe('MISS');
    expect(Number(availableIn(after.text))).toBe(Number(availableIn(before.text)) - 1);
  });

  test('shows after five seconds at the latest, even if whoever made it died before saying so', async () => {
    const paths = [`/api/v1/products/${mug.id}`, `/api/v1/products?ids=${mug.id}`, '/api/v1/products/search?q=mug'];
    const shown = () => Promise.all(paths.map(async (path) => availableIn((await read(path)).text)));
    const before = await shown();
    const db: typeof otherDatabase = {
      ...otherDatabase,
      transact: (work) => otherDatabase.transact((tx) => work({ ...tx, announce: () => {} })),
    };
    const request = { requestId: 'test', ip: '127.0.0.1', accessToken: customer.accessToken };
    const dying = createCaller(() => createContext({ ...server.shop, db }, request));
    await dying.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
    // The read in between keeps the later one from being the first after a pause.
    for (const seconds of [3.9, 0.2, 0.9]) {
      await shown();
      server.clock.advance({ minutes: seconds / 60 });
    }
    expect(await shown()).toEqual(before.map((available) => String(Number(available) - 1)));
  });

  test('is never read from memory by cart and checkout', async () => {
    await admin.caller.cart.addItem({ productId: mug.id });
    await read('/api/v1/products');
    const before = (await admin.caller.cart.get()).items[0]?.available ?? 0;
    await order();
    expect((await read('/api/v1/products')).cache).toBe('HIT');
    expect((await admin.caller.cart.get()).items[0]?.available).toBe(before - 1);
    await admin.caller.cart.clear();
  });
});

test('a list is kept for 60 s and a product for 120 s', async () => {
  const [list, detail] = ['/api/v1/products?limit=9', `/api/v1/products/${mug.id}`];
  for (const path of [list, detail]) await read(path);
  server.clock.advance({ minutes: 0.99 });
  expect([(await read(list)).cache, (await read(detail)).cache]).toEqual(['HIT', 'HIT']);
  server.clock.advance({ minutes: 0.02 });
  expect([(await read(list)).cache, (await read(detail)).cache]).toEqual(['MISS', 'HIT']);
  server.clock.advance({ minutes: 1 });
  expect((await read(detail)).cache).toBe('MISS');
});

test('admins get their own answer, with what only they see; customers the kept one; a bad token none', async () => {
  const path = `/api/v1/products/${mug.id}`;
  await read(path);
  const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const forAdmin = await read(path, as(admin.accessToken));
  expect([forAdmin.cache, forAdmin.text.includes('"onHand"')]).toEqual([null, true]);
  const forCustomer = await read(path, as(customer.accessToken));
  expect([forCustomer.cache, forCustomer.text.includes('"onHand"')]).toEqual(['HIT', false]);
  expect((await read(path, as('nobody'))).status).toBe(401);
  expect((await read(path)).text).not.toContain('"onHand"');
});

test('what is refused is not kept', async () => {
  for (const path of [
    '/api/v1/products?limit=0',
    '/api/v1/products/nothing',
    trpc('products.get', { idOrSlug: 'nothing' }),
  ]) {
    expect([(await read(path)).cache, (await read(path)).cache]).toEqual([null, null]);
  }
  const mixed = batch(['products.list', {}], ['products.get', { idOrSlug: 'nothing' }]);
  expect([(await read(mixed)).cache, (await read(mixed)).cache]).toEqual([null, null]);
  const notOnly = batch(['products.list', {}], ['cart.get', undefined]);
  expect((await read(notOnly)).cache).toBeNull();
});

test('a hundred equal reads at the same time ask the database once', async () => {
  for (const path of ['/api/v1/products?limit=11', trpc('products.list', { limit: 11 })]) {
    let queries = 0;
    const counted = {
      ...server.shop.db,
      read: {
        ...server.shop.db.read,
        select: ((fields: never) => ((queries += 1), server.shop.db.read.select(fields))) as never,
      },
    };
    const app = await listen(createApp({ ...server.shop, db: counted }), { host: '127.0.0.1', port: 0 });
    const url = `http://127.0.0.1:${app.port}`;
    await expect.poll(async () => (await read('/api/v1/categories', { url })).cache).toBe('HIT');
    queries = 0;
    await read('/api/v1/products?limit=12', { url });
    const once = queries;
    queries = 0;
    const answers = await Promise.all(Array.from({ length: 100 }, () => read(path, { url })));
    // The stock watch adds a query now and then.
    expect(queries).toBeLessThan(2 * once);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    await app.stop();
  }
});

test('whoever asks while an answer is being made waits for it, unless a write came in between', async () => {
  const cache = createReadCache(server.shop);
  const address = '/api/v1/products?made=slowly';
  const req = { url: `http://shop${address}`, header: () => undefined };
  // Sound, because the cache reads no other part of Hono's context.
  const c = { req, get: () => 'products.list' } as unknown as AppContext;
  const ctx = createContext(server.shop, { requestId: 'test', ip: '127.0.0.1' });
  const answers: ((text: string) => void)[] = [];
  const produce = () => new Promise<Response>((resolve) => answers.push((text) => resolve(new Response(text))));
  const ask = () => cache.serve(c, ctx, { seconds: 60, stock: 'recent' }, produce).then((response) => response.text());
  // The cache keeps nothing before it listens.
  await eventually(async () => {
    await cache.serve(c, ctx, { seconds: 60, stock: 'recent' }, async () => new Response('first'));
    expect(cache.find(address)).toBeDefined();
  });
  const evict = () => admin.caller.products.saveCategory({ slug: 'cups', name: 'Cups' });

  await evict();
  const early = inFlight(Array.from({ length: 50 }, ask));
  await eventually(() => expect(answers).toHaveLength(1));
  await evict();
  const late = inFlight(Array.from({ length: 50 }, ask));
  await eventually(() => expect(answers).toHaveLength(2));
  answers[0]?.('before the write');
  answers[1]?.('after the write');
  expect(new Set(await Promise.all(early))).toEqual(new Set(['before the write']));
  expect(new Set(await Promise.all(late))).toEqual(new Set(['after the write']));
  expect(await ask()).toBe('after the write');
  expect(answers).toHaveLength(2);
});

test('CACHE=off keeps nothing', async () => {
  const settings = { ...server.shop.settings, cache: 'off' as const };
  const app = await listen(createApp({ ...server.shop, settings }), { host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${app.port}`;
  for (const path of reads()) {
    expect([(await read(path, { url })).cache, (await read(path, { url })).cache]).toEqual([null, null]);
  }
  await app.stop();
});
