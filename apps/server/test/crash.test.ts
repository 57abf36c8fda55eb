import { randomInt } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { createTestShop, inconsistencies, orderInput, type SignedUp } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerProcess, startServerProcess } from '../src/testing/process.ts';

const world = await createTestShop();
const { db } = world.shop;
let shoppers: SignedUp[];
let productIds: string[];
let server: ServerProcess | undefined;
beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  shoppers = await Promise.all(Array.from({ length: 6 }, () => world.signUp()));
  const products = [];
  for (const name of ['Mug', 'Lamp', 'Vase'])
    products.push(await ada.caller.products.create({ name, price: 900, stock: 10_000 }));
  productIds = products.map(({ id }) => id);
});
afterAll(async () => {
  server?.kill('SIGKILL');
  await server?.ended;
  await world.close();
});

/** One order that a client wants, even if the server dies. */
interface Wish {
  readonly key: string;
  readonly shopper: SignedUp;
  readonly fromCart: boolean;
  readonly items: { productId: string; quantity: number }[];
  orderId?: string;
}
const wishes: Wish[] = [];

function newWish(shopper: SignedUp): Wish {
  const [first = '', second = ''] = [...productIds].sort(() => randomInt(3) - 1);
  const items = [first, second].map((productId) => ({ productId, quantity: randomInt(1, 4) }));
  const wish = { key: `wish-${wishes.length}`, shopper, fromCart: wishes.length % 3 === 0, items };
  wishes.push(wish);
  return wish;
}

async function post(url: string, path: string, { accessToken }: SignedUp, body: unknown, key?: string) {
  const headers = {
    authorization: `Bearer ${accessToken}`,
    'content-type': 'application/json',
    ...(key && { 'idempotency-key': key }),
  };
  const response = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as { id: string; code?: string } };
}

/**
 * Repeats the same request with the same key until it gets an answer, as a good client does. Rejects when the server
 * dies.
 */
async function fulfil(url: string, wish: Wish): Promise<void> {
  const { shopper, key, items } = wish;
  const place = () => post(url, '/orders', shopper, wish.fromCart ? orderInput() : orderInput({ items }), key);
  let answer = await place();
  if (answer.body.code === 'CART_EMPTY') {
    for (const item of items) await post(url, '/cart/items', shopper, item);
    answer = await place();
  }
  expect(answer).toMatchObject({ status: 201 });
  wish.orderId = answer.body.id;
}

/** Lets six shoppers order without pause, and kills the server at a random moment after some answers. */
async function killUnderLoad(): Promise<void> {
  server = startServerProcess({ DATABASE_URL: world.database.url, WORKER: 'separate' });
  const { kill, ended, opened } = server;
  const url = await opened;
  let answersLeft = randomInt(5, 25);
  const shopping = shoppers.map(async (shopper) => {
    for (;;) {
      await fulfil(url, newWish(shopper));
      answersLeft -= 1;
      if (answersLeft === 0) void after(randomInt(25)).then(() => kill('SIGKILL'));
    }
  });
  const ends = await Promise.allSettled(shopping);
  expect(await ended).toBe('SIGKILL');
  for (const end of ends) expect(end).toMatchObject({ status: 'rejected', reason: { name: 'TypeError' } });
}

test('kill -9 under load leaves no half order, and clients that try again with their keys get one order each', async () => {
  const { orders, mailDeliveries, idempotencyKeys } = db.tables;
  for (let kills = 0; kills < 3; kills += 1) {
    await killUnderLoad();
    expect(await inconsistencies(db)).toEqual([]);
    // A client with an answer has that order. A client without an answer may have one.
    const placed = new Set((await db.read.select({ id: orders.id }).from(orders)).map(({ id }) => id));
    expect(wishes.filter(({ orderId }) => orderId !== undefined && !placed.has(orderId))).toEqual([]);
    expect(placed.size).toBeLessThanOrEqual(wishes.length);
  }

  server = startServerProcess({ DATABASE_URL: world.database.url, WORKER: 'separate' });
  const url = await server.opened;
  for (const wish of wishes) {
    const { orderId } = wish;
    await fulfil(url, wish);
    if (orderId !== undefined) expect(wish.orderId).toBe(orderId);
  }
  expect(new Set(wishes.map(({ orderId }) => orderId)).size).toBe(wishes.length);
  expect(await db.read.$count(orders)).toBe(wishes.length);
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);

  await world.drainJobs();
  expect(await inconsistencies(db)).toEqual([]);
  const statuses = await db.read.selectDistinct({ status: orders.status }).from(orders);
  expect(statuses).toEqual([{ status: 'confirmed' }]);
  expect(await db.read.$count(mailDeliveries)).toBe(2 * wishes.length);
  expect(await db.read.$count(idempotencyKeys)).toBeGreaterThanOrEqual(wishes.length);
  // The expiry of each order remains, half an hour from now.
  expect(await db.queue.count()).toEqual({ waiting: wishes.length, failed: 0 });
});
