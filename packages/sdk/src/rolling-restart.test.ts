import { setTimeout as sleep } from 'node:timers/promises';
import { createTestShop, inconsistencies, inFlight } from '@cartwright/api/testing';
import { type ShopProcess, startServerProcess, startWorkerProcess } from '@cartwright/server/testing/process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cartwright, createCartwright } from './client.ts';
import { type Balancer, startBalancer } from './testing/balancer.ts';
import { address, password } from './testing/world.ts';

/** The least duration of the load in seconds. Every process is restarted once, however long that takes. */
const seconds = Number(process.env['ROLLING_SECONDS'] ?? 1);
const shoppers = 4;

const world = await createTestShop();
const { db } = world.shop;
const env = { DATABASE_URL: world.database.url, WORKER: 'separate', DRAIN_MS: '400' };
let servers: ShopProcess[];
let ports: string[];
let worker: ShopProcess;
let balancer: Balancer;
let productIds: string[];
beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  productIds = [];
  for (const name of ['Mug', 'Lamp']) {
    productIds.push((await ada.caller.products.create({ name, price: 900, stock: 100_000 })).id);
  }
  servers = [startServerProcess(env), startServerProcess(env)];
  worker = startWorkerProcess(env);
  const urls = await Promise.all(servers.map(({ opened }) => opened));
  ports = urls.map((url) => new URL(url).port);
  balancer = await startBalancer(urls);
  await worker.opened;
});
afterAll(async () => {
  const all = [...servers, worker];
  for (const { kill } of all) kill('SIGKILL');
  await Promise.all(all.map(({ ended }) => ended));
  await balancer.close();
  await world.close();
});

/** Stops one process as a roll-out does, and starts another in its place. */
async function restart(index: number): Promise<void> {
  const old = servers[index] ?? worker;
  old.kill('SIGTERM');
  expect(await old.ended).toBe(0);
  const port = ports[index];
  const next = port === undefined ? startWorkerProcess(env) : startServerProcess({ ...env, PORT: port });
  if (port === undefined) worker = next;
  else servers[index] = next;
  await next.opened;
  // The load balancer needs this time to notice the server and send requests to it.
  await sleep(300);
}

test(
  'two servers and a worker restarted in turn under checkout load: no purchase fails, and none has two effects',
  async () => {
    const bought: string[] = [];
    const failed: unknown[] = [];
    let isOver = false;
    const signUp = async (person: number) => {
      const client = createCartwright({ url: balancer.url });
      await client.auth.register({ email: `rolling-${person}@example.com`, password, name: 'Ada Lovelace' });
      return client;
    };
    // Sign-ups happen before the load, because no client retries them.
    const clients = await Promise.all(Array.from({ length: shoppers }, (_, person) => signUp(person)));
    const shop = async (client: Cartwright, person: number) => {
      const order = { shippingAddress: address, payment: { method: 'dummy', token: 'ok' } } as const;
      const productId = productIds[person % productIds.length] ?? '';
      for (let count = 0; !isOver; count += 1) {
        try {
          if (count % 2 === 0) await client.cart.addItem({ productId, quantity: 2 });
          const items = [{ productId, quantity: 1 }];
          bought.push((await client.orders.place(count % 2 === 0 ? order : { ...order, items })).id);
        } catch (error) {
          failed.push(error);
        }
        await sleep(30);
      }
    };
    const shopping = inFlight(Promise.all(clients.map(shop)));
    const started = performance.now();
    const rounds: number[] = [];
    for (let round = 0; round < 1 || performance.now() - started < seconds * 1_000; round += 1) {
      // The servers restart one after the other, and the worker restarts beside them.
      await Promise.all([restart(0).then(() => restart(1)), restart(2)]);
      rounds.push(bought.length);
    }
    isOver = true;
    await shopping;

    expect(failed).toEqual([]);
    expect(bought.length).toBeGreaterThan(shoppers * 5);
    for (const { kill } of [...servers, worker]) kill('SIGTERM');
    expect(await Promise.all([...servers, worker].map(({ ended }) => ended))).toEqual([0, 0, 0]);

    const { orders, mailDeliveries } = db.tables;
    const placed = (await db.read.select({ id: orders.id }).from(orders)).map(({ id }) => id);
    expect(placed.sort()).toEqual(bought.sort());
    await world.drainJobs();
    expect(await inconsistencies(db)).toEqual([]);
    expect(await db.read.selectDistinct({ status: orders.status }).from(orders)).toEqual([{ status: 'confirmed' }]);
    // Two e-mails for each order, received and paid, and one verification code for each shopper.
    expect(await db.read.$count(mailDeliveries)).toBe(2 * bought.length + shoppers);
    if (process.env['ROLLING_SECONDS'])
      console.log(`${bought.length} purchases, ${rounds.length} rounds of restarts, ${failed.length} failed`);
  },
  120_000 + seconds * 2_000,
);
