import { randomInt } from 'node:crypto';
import {
  createTestShop,
  eventually,
  inconsistencies,
  orderInput,
  type SignedUp,
  storePromotion,
} from '@cartwright/api/testing';
import { verifyBalances } from '@cartwright/kernel/balances/verify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServerProcess } from '../src/testing/process.ts';

const world = await createTestShop();
const { db } = world.shop;
let bob: SignedUp;
let productIds: string[];
beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  const products = await Promise.all(
    ['Mug', 'Lamp', 'Vase'].map((name) => ada.caller.products.create({ name, price: 900, stock: 9_000 })),
  );
  productIds = products.map(({ id }) => id);
  await storePromotion(world.shop, {
    codes: ['CRASH'],
    limits: { uses: 5_000, usesPerCustomer: 5_000, budget: 100_000_000 },
  });
});
afterAll(() => world.close());

/** Chooses the items and the payment. The cart and given items cause different statements. */
const seed = Number(process.env['CRASH_SEED'] ?? randomInt(2 ** 31));
/** Orders that are sent together. */
const size = Number(process.env['CRASH_BATCH'] ?? [1, 2, 20][seed % 3]);
/** Statements from one death to the next. Orders that are sent together make many more statements than one does. */
const stride = size < 20 || process.env['KILL_STEPS'] === 'all' ? 1 : 10;
const fromCart = size === 1 && seed % 2 === 0;
const { payment, jobNames } =
  seed % 4 < 2
    ? {
        payment: { method: 'dummy' } as const,
        jobNames: ['orders.chargePayment', 'orders.expireOrder', 'orders.sendOrderMail'],
      }
    : { payment: { method: 'cod' } as const, jobNames: ['orders.sendOrderMail'] };

async function newInput(step: number): Promise<ReturnType<typeof orderInput>> {
  const items = productIds
    .slice(0, 1 + ((seed + step) % productIds.length))
    .map((productId) => ({ productId, quantity: 1 }));
  if (!fromCart) return orderInput({ items, codes: ['CRASH'], payment });
  for (const item of items) await bob.caller.cart.addItem(item);
  await bob.caller.cart.applyCode({ code: 'CRASH' });
  return orderInput({ payment });
}

/** Places orders at a server that dies after statement `step`. Tells whether the server answered. */
async function survives(step: number, keys: readonly string[], input: ReturnType<typeof orderInput>): Promise<boolean> {
  const server = startServerProcess({
    DATABASE_URL: world.database.url,
    WORKER: 'separate',
    RATE_LIMITS: 'off',
    DIE_AFTER_STATEMENT: String(step),
    NODE_OPTIONS: `--import ${new URL('../src/testing/dying.mjs', import.meta.url).href}`,
  });
  const url = await server.opened;
  const body = JSON.stringify(input);
  const place = (key: string) => {
    const headers = {
      authorization: `Bearer ${bob.accessToken}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    };
    return fetch(`${url}/api/v1/orders`, { method: 'POST', headers, body }).then(
      ({ status }) => status,
      () => 'no answer',
    );
  };
  const statuses = await Promise.all(keys.map(place));
  if (statuses.includes('no answer')) {
    expect(await server.ended).toBe('SIGKILL');
    return false;
  }
  expect(statuses).toEqual(keys.map(() => 201));
  server.kill('SIGKILL');
  await server.ended;
  return true;
}

/** The names of the waiting jobs, by order. */
async function jobsByOrder(): Promise<Record<string, string[]>> {
  const { payments } = db.tables;
  const orderOf = new Map((await db.read.select().from(payments)).map(({ id, orderId }) => [id, orderId]));
  const jobs: Record<string, string[]> = {};
  for (const { name, payload } of await db.queue.list({ limit: 10_000 })) {
    const { orderId, paymentId = '' } = payload as { orderId?: string; paymentId?: string };
    const about = orderId ?? orderOf.get(paymentId) ?? `a payment ${paymentId} that there is not`;
    jobs[about] = [...(jobs[about] ?? []), name].sort();
  }
  return jobs;
}

/** The values of the balances that count orders. A balance begins with 0. */
async function usesTaken(): Promise<Record<string, number>> {
  const { balances } = db.tables;
  const rows = await db.read.select({ kind: balances.kind, value: balances.value }).from(balances);
  const counted = rows.filter(({ kind }) => kind !== 'budget').map(({ kind, value }) => [kind, value]);
  return { uses: 0, customer: 0, ...Object.fromEntries(counted) };
}

async function ordersWithTheirJobs(): Promise<Record<string, string[]>> {
  const rows = await db.read.select({ id: db.tables.orders.id }).from(db.tables.orders);
  return Object.fromEntries(rows.map(({ id }) => [id, jobNames]));
}

test(`kill -9 after any statement of checkouts leaves whole orders or nothing, and each key ends with one order (${size} together, seed ${seed})`, async () => {
  const { orders } = db.tables;
  let step = seed % stride;
  for (let lived = false; !lived; step += stride) {
    const keys = Array.from({ length: size }, (_, index) => `step-${step}-${index}`);
    const input = await newInput(step);
    const before = await db.read.$count(orders);
    lived = await survives(step, keys, input);

    // Postgres may still commit the server's last statements while the check reads.
    await eventually(async () => expect(await inconsistencies(db)).toEqual([]));
    const after = await db.read.$count(orders);
    const added = after - before;
    expect(added).toBeGreaterThanOrEqual(lived ? size : 0);
    expect(added).toBeLessThanOrEqual(size);
    expect(await jobsByOrder()).toEqual(await ordersWithTheirJobs());
    expect(await usesTaken()).toEqual({ uses: 0 - after, customer: 0 - after });

    const placeAgain = () => Promise.all(keys.map((key) => bob.withKey(key).orders.place(input)));
    const placed = await placeAgain();
    expect(await placeAgain()).toEqual(placed);
    expect(await db.read.$count(orders)).toBe(before + size);
    expect(await bob.caller.cart.get()).toMatchObject({ items: [], codes: [] });
    expect((await verifyBalances(world.shop)).drifts).toEqual([]);
  }
  // The server died after every statement: the claim, the cart, the stock, the code, its limits, the order, the commit.
  expect(step).toBeGreaterThanOrEqual(8);
}, 600_000);
