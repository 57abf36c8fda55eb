import { setTimeout as sleep } from 'node:timers/promises';
import {
  createTestShop,
  eventually,
  inconsistencies,
  inFlight,
  orderInput,
  type SignedUp,
  type TestShop,
} from '@cartwright/api/testing';
import { type Cluster, createTestDatabase, startCluster } from '@cartwright/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliProcess, startCli } from './testing/process.ts';

/** A Postgres of its own, because other tests need theirs. */
let cluster: Cluster;
let world: TestShop;
let worker: CliProcess;
let shoppers: SignedUp[];
let productId: string;
beforeAll(async () => {
  cluster = await startCluster();
  const database = await createTestDatabase({ server: cluster.url });
  world = await createTestShop({ DATABASE_WAIT_MS: '1000' }, { database });
  const ada = await world.signUp({ role: 'admin' });
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 10_000 })).id;
  shoppers = [await world.signUp(), await world.signUp()];
  worker = startCli(['worker'], { DATABASE_URL: database.url, LOG_LEVEL: 'silent', WORKER_LEASE_SECONDS: '2' });
});
afterAll(async () => {
  worker.kill('SIGKILL');
  await worker.ended;
  await world.close();
  await cluster.stop();
});

const acknowledged: string[] = [];
let refusals = 0;

/** Sends the same order with the same key until there is a response, as a good client does. */
async function order(shopper: SignedUp, key: string): Promise<void> {
  for (;;) {
    try {
      const { id } = await shopper.withKey(key).orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
      acknowledged.push(id);
      return;
    } catch {
      refusals += 1;
      await sleep(50);
    }
  }
}

test('while Postgres is gone under load a worker lives on, and all that was acknowledged is done when it is back', async () => {
  let isOpen = true;
  const shopping = inFlight(
    shoppers.map(async (shopper, person) => {
      for (let number = 0; isOpen; number += 1) await order(shopper, `wish-${person}-${number}`);
    }),
  );
  const { orders } = world.shop.db.tables;
  const confirmed = () => world.shop.db.read.select({ id: orders.id, status: orders.status }).from(orders);
  const isBusy = async () =>
    expect((await confirmed()).filter(({ status }) => status === 'confirmed').length).toBeGreaterThan(5);
  await eventually(isBusy);
  const resume = await cluster.halt();
  await sleep(2_000);
  await resume();
  const before = acknowledged.length;
  await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 10));
  isOpen = false;
  await Promise.all(shopping);
  expect(refusals).toBeGreaterThan(0);

  await eventually(async () => expect(await open()).toEqual([]));
  const all = await confirmed();
  expect(new Set(all.map(({ id }) => id))).toEqual(new Set(acknowledged));
  expect(all.filter(({ status }) => status !== 'confirmed')).toEqual([]);
  expect(await world.shop.db.queue.count()).toEqual({ waiting: all.length, failed: 0 });
  expect(await inconsistencies(world.shop.db)).toEqual([]);
  worker.kill('SIGTERM');
  expect((await worker.ended).code).toBe(0);
});

/** Only the expiry of each order remains, half an hour from now. */
async function open() {
  const { jobs } = await world.shop.db.queue.stats();
  return jobs.filter(({ name }) => name !== 'orders.expireOrder');
}
