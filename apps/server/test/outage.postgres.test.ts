import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, inconsistencies, inFlight, orderInput, type SignedUp } from '@cartwright/api/testing';
import { type Cluster, createTestDatabase, onDatabase, startCluster } from '@cartwright/db/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStream } from '../src/testing/stream.ts';
import { startTestServer, type TestServer } from '../src/testing.ts';

/** This test has its own Postgres, because it stops the server. */
let cluster: Cluster;
let server: TestServer;
let admin: SignedUp;
let shoppers: SignedUp[];
const logged: string[] = [];
let productId = '';
const ignore = () => {};
const log = { debug: ignore, info: ignore, warn: (_: object, message: string) => logged.push(message), error: ignore };
beforeAll(async () => {
  cluster = await startCluster();
  const database = await createTestDatabase({ server: cluster.url });
  server = await startTestServer({ DATABASE_WAIT_MS: '1000', CACHE: 'off' }, { worker: false, database, log });
  admin = await server.signUp({ role: 'admin' });
  shoppers = [];
  for (let count = 0; count < 4; count += 1) shoppers.push(await server.signUp());
  productId = (await admin.caller.products.create({ name: 'Mug', price: 900, stock: 90_000 })).id;
});
afterAll(async () => {
  await server.close();
  await cluster.stop();
});

interface Wish {
  readonly key: string;
  readonly shopper: SignedUp;
  orderId?: string;
}
let wishes: Wish[] = [];
beforeEach(() => {
  wishes = [];
});

async function tryFor(wish: Wish) {
  const started = performance.now();
  const answer = await fetch(`${server.url}/api/v1/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${wish.shopper.accessToken}`,
      'content-type': 'application/json',
      'idempotency-key': wish.key,
    },
    body: JSON.stringify(orderInput({ items: [{ productId, quantity: 1 }] })),
  });
  const { id, code } = (await answer.json()) as { id: string; code?: string };
  if (answer.status === 201) wish.orderId = id;
  const retryAfter = answer.headers.get('retry-after');
  return { status: answer.status, code, retryAfter, ms: performance.now() - started };
}

type Told = Awaited<ReturnType<typeof tryFor>>;

/** All shoppers order without pause while `work` runs. Returns the answers other than 201. */
async function underLoad(work: () => Promise<void>): Promise<Told[]> {
  let isOver = false;
  const refused: Told[] = [];
  const shopping = inFlight(
    shoppers.map(async (shopper, person) => {
      for (let count = 0; !isOver; count += 1) {
        const wish: Wish = {
          key: `${expect.getState().currentTestName}-${person}-${count}`.replaceAll(/\W/g, ''),
          shopper,
        };
        wishes.push(wish);
        const told = await tryFor(wish);
        if (told.status !== 201) refused.push(told);
      }
    }),
  );
  await work().finally(() => (isOver = true));
  await Promise.all(shopping);
  return refused;
}

const ordered = () => wishes.filter(({ orderId }) => orderId !== undefined);

async function untilOrdered(count: number): Promise<void> {
  const wanted = ordered().length + count;
  while (ordered().length < wanted) await sleep(5);
}

/** Each client with an answer has its order, and a retry with the same key leads to exactly one. */
async function expectNothingLost(): Promise<void> {
  const { db } = server.shop;
  const { orders } = db.tables;
  const read = async () => new Set((await db.read.select({ id: orders.id }).from(orders)).map(({ id }) => id));
  const placed = await read();
  expect(ordered().filter(({ orderId }) => !placed.has(orderId ?? ''))).toEqual([]);
  for (const wish of wishes) {
    const { orderId } = wish;
    if (orderId === undefined) expect((await tryFor(wish)).status).toBe(201);
  }
  expect(new Set(wishes.map(({ orderId }) => orderId)).size).toBe(wishes.length);
  expect(await inconsistencies(db)).toEqual([]);
}

test('while Postgres is gone a server is 503 at once, and when it is back the server is, and nothing is lost', async () => {
  const refused = await underLoad(async () => {
    await untilOrdered(20);
    const start = await cluster.halt();
    const [list, health, ready] = await Promise.all(
      ['/api/v1/products', '/healthz', '/readyz'].map((path) => fetch(`${server.url}${path}`)),
    );
    expect([list?.status, health?.status, ready?.status]).toEqual([503, 200, 503]);
    expect(list?.headers.get('retry-after')).toBe('2');
    await start();
    await untilOrdered(20);
    await eventually(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200));
  });
  expect(refused.length).toBeGreaterThan(0);
  for (const told of refused) expect(told).toMatchObject({ status: 503, code: 'UNAVAILABLE', retryAfter: '2' });
  const { orders } = server.shop.db.tables;
  await expectNothingLost();
  expect(await server.shop.db.read.$count(orders)).toBe(wishes.length);
});

test('connections that Postgres ends under load fail what was on them, and nothing after', async () => {
  const refused = await underLoad(async () => {
    for (let times = 0; times < 3; times += 1) {
      await untilOrdered(10);
      await onDatabase(
        server.database.url,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
    }
    await untilOrdered(10);
  });
  for (const told of refused) expect(told).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  await expectNothingLost();
});

test('streams go on when a standby that was behind has taken over, and begin with what is there', async () => {
  const [shopper] = shoppers as [SignedUp];
  const order = async (key: string) => (await tryFor({ key, shopper })).status;
  const authorization = `Bearer ${admin.accessToken}`;
  expect(await order('kept')).toBe(201);
  const promote = await cluster.keepStandby();
  await eventually(async () => expect(await order('lost-0')).toBe(201));
  const stream = await openStream(`${server.url}/api/v1/admin/events`, { authorization });
  const lost: string[] = [];
  for (let count = 1; count < 40; count += 1) {
    expect(await order(`lost-${count}`)).toBe(201);
    lost.push((await stream.nextEvent()).id ?? '');
  }

  await promote();
  await eventually(async () => expect(await order('new')).toBe(201));
  const { items } = await admin.caller.admin.orders.list({ limit: 1 });
  let resets = 0;
  for (;;) {
    const { event, data = '{}' } = await stream.nextEvent();
    if (event === 'reset') resets += 1;
    const { orderId, id } = JSON.parse(data) as { orderId: string; id: string };
    if (orderId !== items[0]?.id) continue;
    expect(Number(id), 'the numbers began again').toBeLessThan(Math.max(...lost.map(Number)));
    const position = lost.findLast((one) => Math.trunc(Number(one)) <= Number(id)) ?? '';
    const late = await openStream(`${server.url}/api/v1/admin/events`, { authorization, 'last-event-id': position });
    expect(await late.nextEvent()).toEqual({ event: 'reset', data: '{}' });
    expect((await late.nextEvent()).id, 'a client with a lost position misses nothing').toBe(id);
    late.close();
    break;
  }
  stream.close();
  // A standby that is slow to open may cost one more, which a client answers with one more read.
  expect(resets).toBeGreaterThan(0);
  expect(logged).toContainEqual(expect.stringContaining('the database went back to an older state'));
});
