import { readdirSync } from 'node:fs';
import { inconsistencies, orderInput, type SignedUp } from '@cartwright/api/testing';
import { fillDatabase } from '@cartwright/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallFolder } from '../src/testing/full-folder.ts';
import { startTestServer } from '../src/testing.ts';

const images = smallFolder();
const server = await startTestServer({ IMAGE_DIR: images.path }, { worker: false });
const { db } = server.shop;
let ada: SignedUp;
let bob: SignedUp;
let productId = '';
beforeAll(async () => {
  ada = await server.signUp({ role: 'admin' });
  bob = await server.signUp();
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 9_000 })).id;
});
afterAll(async () => {
  await server.close();
  images.remove();
});

async function call(path: string, { accessToken }: SignedUp, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${accessToken}`, ...init.headers };
  const response = await fetch(`${server.url}${path}`, { ...init, headers });
  const { code, id, url } = (await response.json()) as { code?: string; id: string; url: string };
  return { status: response.status, code, id, url, retryAfter: response.headers.get('retry-after') };
}

const place = (key: string) =>
  call('/api/v1/orders', bob, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(orderInput({ items: [{ productId, quantity: 1 }] })),
  });

test('a database on a full disk is 503 to who writes, still answers who reads, and needs nobody when there is room', async () => {
  const acknowledged = [(await place('before')).id];
  const makeRoom = await fillDatabase(server.database);
  let refused = await place('full-0');
  // The free space in the last pages may still take some orders.
  for (let count = 1; refused.status === 201 && count < 1_000; count += 1) {
    acknowledged.push(refused.id);
    refused = await place(`full-${count}`);
  }
  const lastKey = `full-${acknowledged.length - 1}`;
  expect(refused).toMatchObject({ status: 503, code: 'UNAVAILABLE', retryAfter: '2' });
  expect((await call(`/api/v1/products/${productId}`, bob)).status).toBe(200);
  expect((await call('/api/v1/orders', bob)).status).toBe(200);
  expect((await call('/healthz', bob)).status).toBe(200);
  expect(await place(lastKey)).toMatchObject({ status: 503, code: 'UNAVAILABLE' });

  await makeRoom();
  const retried = await place(lastKey);
  expect(retried.status).toBe(201);
  expect((await place(lastKey)).id).toBe(retried.id);
  const { orders } = db.tables;
  const stored = await db.read.select({ id: orders.id }).from(orders);
  expect(stored.map(({ id }) => id).sort()).toEqual([...acknowledged, retried.id].sort());
  expect(await inconsistencies(db)).toEqual([]);
});

/** The smallest possible PNG: one dot. */
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('an image for which there is no room is 503, leaves nothing behind, and finds room later', async () => {
  const upload = () => {
    const body = new FormData();
    body.set('file', new File([new Uint8Array(dot)], 'dot.png'));
    return call(`/api/v1/products/${productId}/images`, ada, { method: 'POST', body });
  };
  images.fill();
  expect(await upload()).toMatchObject({ status: 503, code: 'UNAVAILABLE', retryAfter: '60' });
  expect((await call(`/api/v1/products/${productId}`, bob)).status).toBe(200);
  images.makeRoom();
  expect(readdirSync(images.path, { recursive: true })).toEqual([]);
  const { status, url } = await upload();
  expect(status).toBe(201);
  expect((await fetch(new URL(new URL(url).pathname, server.url))).status).toBe(200);
});
