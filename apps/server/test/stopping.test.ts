import { connect } from 'node:net';
import { createTestShop, orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { listen } from '../src/listen.ts';
import { type ServerProcess, startServerProcess } from '../src/testing/process.ts';

const world = await createTestShop();
const { db } = world.shop;
let bob: SignedUp;
let productId = '';
beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 90 })).id;
});
afterAll(() => world.close());

/** Makes every order wait until it is released. */
async function holdStock(): Promise<() => Promise<void>> {
  let letGo = () => {};
  const wait = new Promise<void>((resolve) => (letGo = resolve));
  let held = () => {};
  const holding = new Promise<void>((resolve) => (held = resolve));
  const { variants } = db.tables;
  const done = db.transact(async (tx) => {
    await tx.update(variants).set({ position: 0 });
    held();
    await wait;
  });
  await Promise.race([holding, done]);
  return async () => {
    letGo();
    await done;
  };
}

const order = (url: string) =>
  fetch(`${url}/api/v1/orders`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bob.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(orderInput({ items: [{ productId, quantity: 1 }] })),
  });

async function startBusy(): Promise<{
  server: ServerProcess;
  url: string;
  ordering: Promise<Response>;
  letGo(): Promise<void>;
}> {
  const server = startServerProcess({ DATABASE_URL: world.database.url, WORKER: 'separate', DRAIN_MS: '1000' });
  const url = await server.opened;
  const letGo = await holdStock();
  const ordering = order(url);
  ordering.catch(() => {});
  // Reads do not wait, so once this responds, the server has accepted the order.
  await fetch(`${url}/healthz`);
  return { server, url, ordering, letGo };
}

async function untilNotReady(url: string): Promise<Response> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`);
    if (answer.status === 503) return answer;
  }
}

test('a server told to stop says so, answers what comes meanwhile, finishes what it has begun, and exits 0', async () => {
  const { server, url, ordering, letGo } = await startBusy();
  server.kill('SIGTERM');
  const notReady = await untilNotReady(url);
  expect(await notReady.json()).toEqual({ status: 'not ready', reason: 'The process is stopping.' });
  const meanwhile = await fetch(`${url}/api/v1/products`);
  expect(meanwhile.status).toBe(200);
  for (const answer of [notReady, meanwhile]) expect(answer.headers.get('connection')).toBe('close');

  await letGo();
  const ordered = await ordering;
  expect([ordered.status, ordered.headers.get('connection')]).toEqual([201, 'close']);
  expect(await server.ended).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow(TypeError);
});

test('a second signal ends it at once, with 1', async () => {
  const { server, url, ordering, letGo } = await startBusy();
  server.kill('SIGTERM');
  await untilNotReady(url);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(1);
  await expect(ordering).rejects.toThrow(TypeError);
  await letGo();
});

describe('stopping', () => {
  const begin = async (stopTimeout: number) => {
    const stopping = new AbortController();
    const draining = stopping.signal;
    const app = createApp(world.shop, { draining });
    const server = await listen(app, { host: '127.0.0.1', port: 0, draining, limits: { stopTimeout } });
    return { server, stop: () => (stopping.abort(), server.stop()) };
  };

  test('cuts off who never ends a request', async () => {
    const { server, stop } = await begin(200);
    const socket = connect(server.port, '127.0.0.1');
    await new Promise((resolve) =>
      socket.write('POST /api/v1/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n', resolve),
    );
    await fetch(`http://127.0.0.1:${server.port}/healthz`);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await stop();
    await closed;
  });

  test('does not wait for connections that are kept for later', async () => {
    const { server, stop } = await begin(60_000);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => fetch(`http://127.0.0.1:${server.port}/healthz`)),
    );
    expect(answers.map(({ headers }) => headers.get('connection'))).toEqual(Array(5).fill('keep-alive'));
    await Promise.all(answers.map((answer) => answer.text()));
    await stop();
  });

  test('does not wait for connections on which nothing was ever sent', async () => {
    const { server, stop } = await begin(60_000);
    const socket = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    await fetch(`http://127.0.0.1:${server.port}/healthz`);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await stop();
    await closed;
  });
});
