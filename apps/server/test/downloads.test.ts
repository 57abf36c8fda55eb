import type { AppRouter } from '@cartwright/api';
import { type SignedUp, writePastOrders } from '@cartwright/api/testing';
import { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
const orders = 8_000;
const pages = orders / 500;
const readsOfAPage = 8;
let ada: SignedUp;
let reads = 0;

beforeAll(async () => {
  ada = await server.signUp({ role: 'admin' });
  const product = await ada.caller.products.create({ name: 'Mug', sku: 'MUG', price: 1_250, stock: 100 });
  const mug = { id: product.variants[0]!.id, productId: product.id, sku: 'MUG', price: 1_250, quantity: 2 };
  // The file has 16 MB, which is more than sockets buffer.
  await writePastOrders(server.shop.db, orders, () => ({ variants: [mug], order: { note: 'ü'.repeat(1_000) } }));
  const { read } = server.shop.db as { read: { select: (...args: never[]) => unknown } };
  const { select } = read;
  read.select = (...args) => {
    reads += 1;
    return select(...args);
  };
});
afterAll(() => server.close());

const headers = () => ({ authorization: `Bearer ${ada.accessToken}` });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the reads stop after a client disconnected, and returns their count. */
async function readsUntilQuiet(): Promise<number> {
  for (let last = -1; last !== reads; await pause(300)) last = reads;
  return reads;
}

test('REST answers with a file that has a name', async () => {
  const response = await fetch(`${server.url}/api/v1/admin/orders.csv?q=P00000`, { headers: headers() });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="orders.csv"',
    'cache-control': 'no-store, no-transform',
  });
  const lines = (await response.text()).split('\r\n');
  expect(lines).toHaveLength(orders + 2);
});

test('REST answers with all personal data as a JSON document that has a name', async () => {
  const response = await fetch(`${server.url}/api/v1/auth/me/export`, { headers: headers() });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/json',
    'content-disposition': 'attachment; filename="export.json"',
    'cache-control': 'no-store, no-transform',
  });
  expect(await response.json()).toMatchObject({ user: { role: 'admin' }, sessions: [{ current: true }], orders: [] });
});

test.each([
  ['no filter of ours', 'status=unheard'],
  ['no such filter', 'colour=red'],
  ['no day', 'from=2026-02-30'],
])('REST answers %s with a problem', async (_, query) => {
  const response = await fetch(`${server.url}/api/v1/admin/orders.csv?${query}`, { headers: headers() });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ code: 'VALIDATION', issues: [expect.anything()] });
});

type Open = (signal: AbortSignal) => Promise<AsyncIterable<unknown> | Iterable<unknown>>;
const url = () => `${server.url}/trpc`;
const clientOf = (link: typeof httpBatchStreamLink | typeof httpBatchLink | typeof httpLink) =>
  createTRPCClient<AppRouter>({ links: [link({ url: url(), transformer: superjson, headers })] });
const get = async (path: string, signal: AbortSignal) => {
  const { body } = await fetch(`${server.url}${path}`, { headers: headers(), signal });
  // Node's streams are iterable, but they are declared with the web's types, which are not.
  return body as unknown as AsyncIterable<unknown>;
};

test.each<[string, Open]>([
  ['REST', (signal) => get('/api/v1/admin/orders.csv', signal)],
  ['tRPC', (signal) => get('/trpc/admin.orders.export?input=%7B%22json%22%3A%7B%7D%7D', signal)],
  ['a stream of tRPC', (signal) => clientOf(httpBatchStreamLink).admin.orders.export.query({}, { signal })],
])('a client of %s that leaves ends the reading', async (_, open) => {
  reads = 0;
  const leaving = new AbortController();
  const readAndLeave = async () => {
    for await (const piece of await open(leaving.signal)) {
      expect(piece).toBeTruthy();
      leaving.abort();
    }
  };
  await expect(readAndLeave()).rejects.toThrow();
  expect(await readsUntilQuiet()).toBeLessThan(pages * readsOfAPage * 0.9);
});

test('a page takes as many reads as the tests of clients that leave assume', async () => {
  reads = 0;
  const response = await fetch(`${server.url}/api/v1/admin/orders.csv`, { headers: headers() });
  await response.text();
  expect(reads).toBeGreaterThanOrEqual(pages * readsOfAPage);
});

test('a client that does not read on is not read for', async () => {
  reads = 0;
  const leaving = new AbortController();
  await get('/api/v1/admin/orders.csv', leaving.signal);
  expect(await readsUntilQuiet()).toBeLessThan(pages * readsOfAPage);
  leaving.abort();
});

test('each link of tRPC gets the whole text in pieces', async () => {
  const rest = await fetch(`${server.url}/api/v1/admin/orders.csv?q=00000001`, { headers: headers() });
  const whole = await rest.text();
  for (const link of [httpBatchStreamLink, httpBatchLink, httpLink]) {
    const pieces: string[] = [];
    for await (const piece of await clientOf(link).admin.orders.export.query({ q: '00000001' })) pieces.push(piece);
    expect(pieces.join('')).toBe(whole);
  }
});

test('what is refused is refused before the file begins, on tRPC too', async () => {
  for (const link of [httpBatchStreamLink, httpBatchLink, httpLink]) {
    const client = createTRPCClient<AppRouter>({ links: [link({ url: url(), transformer: superjson })] });
    const refused = await client.admin.orders.export.query({}).catch((error: unknown) => error);
    expect(refused).toMatchObject({ data: { code: 'UNAUTHENTICATED' } });
  }
});
