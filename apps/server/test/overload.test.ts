import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { appRouter } from '@cartwright/api';
import { orderInput, type SignedUp } from '@cartwright/api/testing';
import { operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { listen } from '../src/listen.ts';
import { startTestServer } from '../src/testing.ts';

const poolSize = 3;
const server = await startTestServer(
  { DATABASE_WAIT_MS: '2000', DATABASE_POOL_SIZE: String(poolSize), CACHE: 'off' },
  { worker: false, limits: { headersTimeout: 2_000, requestTimeout: 3_000, connectionsCheckingInterval: 250 } },
);
const { db } = server.shop;
const isPostgres = db.dialect === 'postgres';
let bob: SignedUp;
let productId = '';
beforeAll(async () => {
  const ada = await server.signUp({ role: 'admin' });
  bob = await server.signUp();
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 90 })).id;
});
afterAll(() => server.close());

/** The answer to a request, and its time in milliseconds. */
async function timed(path: string, request?: RequestInit) {
  const started = performance.now();
  const response = await fetch(`${server.url}${path}`, request);
  const { code } = (await response.json()) as { code?: string };
  return {
    status: response.status,
    code,
    retryAfter: response.headers.get('retry-after'),
    ms: performance.now() - started,
  };
}

const place = (key?: string) =>
  timed('/api/v1/orders', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${bob.accessToken}`,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify(orderInput({ items: [{ productId, quantity: 1 }] })),
  });

/** Opens a transaction that stays open until it is released, and is then rolled back. */
async function hold(work: (tx: Parameters<Parameters<typeof db.transact>[0]>[0]) => Promise<unknown>) {
  let letGo = () => {};
  const wait = new Promise<void>((resolve) => (letGo = resolve));
  let begun = () => {};
  const begins = new Promise<void>((resolve) => (begun = resolve));
  const over = db
    .transact(async (tx) => {
      await work(tx);
      begun();
      await wait;
      throw new Error('held');
    })
    .catch(() => {});
  await Promise.race([begins, over]);
  return async () => {
    letGo();
    await over;
  };
}

test('while transactions hold every connection, requests are 503 after 2 s, and /healthz and /readyz do not wait for one', async () => {
  const { users } = db.tables;
  const holders = await Promise.all(
    Array.from({ length: isPostgres ? poolSize : 1 }, () => hold((tx) => tx.$count(users))),
  );
  const ended: string[] = [];
  const noted = async <T>(name: string, work: Promise<T>) => {
    const result = await work;
    ended.push(name);
    return result;
  };
  const [order, list, health, ready] = await Promise.all([
    noted('order', place()),
    timed('/api/v1/products'),
    noted('health', timed('/healthz')),
    timed('/readyz'),
  ]);
  const unavailable = { status: 503, code: 'UNAVAILABLE', retryAfter: '2' };
  expect(order).toMatchObject(unavailable);
  // A reader of SQLite waits for no writer.
  expect(list).toMatchObject(isPostgres ? unavailable : { status: 200 });
  for (const { ms } of isPostgres ? [order, list] : [order]) expect(ms).toBeGreaterThan(1_900);
  expect(health.status).toBe(200);
  expect(ended).toEqual(['health', 'order']);
  // The readiness check has a connection of its own.
  expect(ready.status).toBe(200);
  await Promise.all(holders.map((letGo) => letGo()));
  expect(await place()).toMatchObject({ status: 201 });
});

// Both tests mostly wait.
test.concurrent('whoever tries again while the first request with a key still runs is told so, and can later', async () => {
  const { idempotencyKeys } = db.tables;
  const letGo = await hold((tx) =>
    tx.insert(idempotencyKeys).values({
      scope: `user:${bob.user.id} orders.place`,
      key: 'running',
      fingerprint: 'that of the first',
      createdAt: new Date(),
    }),
  );
  const told = await place('running');
  // On SQLite all writers wait for the first one.
  expect(told).toMatchObject(
    isPostgres ? { status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' } : { status: 503, code: 'UNAVAILABLE' },
  );
  expect(told.ms).toBeGreaterThan(isPostgres ? 4_900 : 1_900);
  await letGo();
  expect(await place('running')).toMatchObject({ status: 201 });
});

describe.concurrent('slow clients', () => {
  const names = operationsOf(appRouter).map(({ name, kind }) => ({
    name,
    method: kind === 'mutation' ? 'POST' : 'GET',
  }));

  /** Begins a request and sends a byte from time to time, until the server closes it. */
  function drip(head: string, url = server.url) {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const connected = once(socket, 'connect');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => {});
    socket.write(head);
    const timer = setInterval(() => socket.write('x'), 500);
    const closed = once(socket, 'close').then(() => {
      clearInterval(timer);
      return answer;
    });
    return { socket, connected, closed };
  }

  test('of whom 500 send heads and bodies byte by byte keep nobody from being answered, and are cut off', async () => {
    const slow = Array.from({ length: 500 }, (_, index) => {
      const { name, method } = names[index % names.length] ?? { name: '', method: 'GET' };
      const isBody = method === 'POST' && index % 2 === 0;
      const rest = isBody ? 'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{' : 'x-slow: ';
      return drip(`${method} /trpc/${name} HTTP/1.1\r\nhost: shop\r\n${rest}`);
    });
    await Promise.all(slow.map(({ connected }) => connected));
    const [connectedAtFirst, ...others] = await Promise.all([
      timed('/healthz').then(() => slow.filter(({ socket }) => !socket.destroyed).length),
      ...Array.from({ length: 20 }, () => timed('/api/v1/products')),
    ]);
    expect(connectedAtFirst).toBeGreaterThan(400);
    expect(others.filter(({ status }) => status >= 400)).toEqual([]);
    const answers = await Promise.all(slow.map(({ closed }) => closed));
    expect(answers.filter((answer) => answer !== '' && !answer.startsWith('HTTP/1.1 408'))).toEqual([]);
  });

  test('who say nothing are cut off too, and who come back to a connection that was idle are not', async () => {
    const silent = drip('');
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1');
    const ask = async (socket: Socket) => {
      socket.write('GET /healthz HTTP/1.1\r\nhost: shop\r\n\r\n');
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      return chunk.toString().split('\r\n')[0];
    };
    expect(await ask(idle)).toBe('HTTP/1.1 200 OK');
    await sleep(2_700);
    expect(await ask(idle)).toBe('HTTP/1.1 200 OK');
    idle.destroy();
    await silent.closed;
  });
});

test('connections beyond the most that are allowed are closed as they come', async () => {
  const limits = { maxConnections: 5 };
  const small = await listen(createApp(server.shop), { host: '127.0.0.1', port: 0, limits });
  const sockets = Array.from({ length: 8 }, () => connect(small.port, '127.0.0.1').on('error', () => {}));
  const closed = sockets.map((socket) => once(socket, 'close'));
  await Promise.race([Promise.all(closed.slice(5)), sleep(5_000)]);
  expect(sockets.filter((socket) => !socket.destroyed)).toHaveLength(5);
  for (const socket of sockets) socket.destroy();
  await small.stop();
});

test('a body that breaks off is no problem of the server, which does nothing with it', async () => {
  const said: { path?: string; status?: number }[] = [];
  const write = (facts: object) => void said.push(facts);
  const app = createApp({ ...server.shop, log: { debug: write, info: write, warn: write, error: write } });
  const other = await listen(app, { host: '127.0.0.1', port: 0 });
  const socket = connect(other.port, '127.0.0.1');
  socket.write(`POST /api/v1/orders HTTP/1.1\r\nhost: shop\r\nauthorization: Bearer ${bob.accessToken}\r\n`);
  socket.write('content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"items":');
  await fetch(`http://127.0.0.1:${other.port}/healthz`);
  socket.destroy();
  await expect.poll(() => said.find(({ path }) => path === '/api/v1/orders')?.status).toBe(400);
  await other.stop();
});
