import { setTimeout as sleep } from 'node:timers/promises';
import { orderInput } from '@cartwright/api/testing';
import { createTestDatabase, fillDatabase, inFlight, onDatabase } from '@cartwright/db/testing';
import { createMetrics } from '@cartwright/process';
import { afterEach, expect, test } from 'vitest';
import { startTestServer, type TestServer, type TestServerOptions } from '../apps/server/src/testing.ts';
import { firing, readAlerts, readPage, type Scrape } from './testing/alerts.ts';

const { dialect, close } = await createTestDatabase({ tables: 'none' });
await close();
const isPostgres = dialect === 'postgres';

const open: TestServer[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

async function start(env: Record<string, string> = {}, options: TestServerOptions = {}): Promise<TestServer> {
  const settings = { METRICS: 'on', CACHE: 'off', DATABASE_POOL_SIZE: '3', ...env };
  const server = await startTestServer(settings, { metrics: createMetrics(), ...options });
  open.push(server);
  return server;
}

/** Reads a server's metrics several times, because an alert needs its condition to last. */
async function watch({ url }: TestServer, work: () => Promise<unknown> = () => sleep(50)): Promise<Scrape[]> {
  const scrapes: Scrape[] = [];
  for (let count = 0; count < 4; count += 1) {
    if (count > 0) await work();
    const page = await fetch(`${url}/metrics`);
    expect(page.status).toBe(200);
    scrapes.push(readPage(await page.text(), performance.now()));
  }
  return scrapes;
}

const ready = async ({ url }: TestServer) => (await fetch(`${url}/readyz`)).status;

async function shopper(server: TestServer) {
  const ada = await server.signUp({ role: 'admin' });
  const { id: productId } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 90_000 });
  const { accessToken } = await server.signUp();
  return async () => {
    const answer = await fetch(`${server.url}/api/v1/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(orderInput({ items: [{ productId, quantity: 1 }] })),
    });
    await answer.arrayBuffer();
    return answer.status;
  };
}

test('a healthy shop with twenty buyers on three connections raises no alert and is ready all the time', async () => {
  const server = await start();
  const buy = await shopper(server);
  const told = new Set<number>();
  const buyers = inFlight(
    Array.from({ length: 20 }, async () => {
      for (let count = 0; count < 5; count += 1) told.add(await buy());
    }),
  );
  const states = new Set<number>();
  const scrapes = await watch(server, async () => states.add(await ready(server)));
  await Promise.all(buyers);
  const waiting = scrapes.map(({ samples }) => samples.get('cartwright_database_waiting')?.[0]?.value ?? 0);
  // SQLite has one writer, which is done before the next one waits.
  if (isPostgres) expect(Math.max(...waiting)).toBeGreaterThan(3);
  expect([...told]).toEqual([201]);
  expect([...states]).toEqual([200]);
  // The machine that runs the tests may itself be busy.
  expect(firing(scrapes).filter((alert) => alert !== 'CartwrightProcessBusy')).toEqual([]);
});

/** Takes every connection, or on SQLite the turn to write. The returned function frees them. */
async function takeAll({ shop: { db } }: TestServer): Promise<() => Promise<void>> {
  let letGo = () => {};
  const wait = new Promise<void>((resolve) => (letGo = resolve));
  const over: Promise<void>[] = [];
  for (let count = 0; count < (isPostgres ? 3 : 1); count += 1) {
    await new Promise<void>((taken, failed) => {
      const held = db.transact(async (tx) => {
        await tx.$count(tx.tables.users);
        taken();
        await wait;
      });
      over.push(held);
      held.catch(failed);
    });
  }
  return async () => {
    letGo();
    await Promise.all(over);
  };
}

async function refuseOrders(): Promise<Scrape[]> {
  const server = await start({ DATABASE_WAIT_MS: '1000' }, { worker: false });
  const buy = await shopper(server);
  const letGo = await takeAll(server);
  const scrapes = await watch(server, async () => {
    expect(await buy()).toBe(503);
    expect(await ready(server)).toBe(200);
  });
  await letGo();
  return scrapes;
}

/** Changes a setting of the database, and makes every connection pick it up. */
async function change({ database, shop }: TestServer, sql: string): Promise<void> {
  await onDatabase(database.url, sql);
  const others = `select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and pid <> pg_backend_pid()`;
  await onDatabase(database.url, others);
  await expect.poll(() => shop.db.probe.vitals().catch(() => undefined)).toBeDefined();
}

const nameOf = ({ database }: TestServer) => new URL(database.url).pathname.slice(1);

/** Causes the condition of each alert, on a server of its own. */
const problems: Record<string, () => Promise<Scrape[]>> = {
  async CartwrightDatabaseDown() {
    const server = await start({}, { worker: false });
    await server.shop.db.close();
    expect(await ready(server)).toBe(503);
    return watch(server);
  },
  async CartwrightDatabaseReadOnly() {
    const server = await start({}, { worker: false });
    const buy = await shopper(server);
    if (isPostgres) {
      await change(server, `alter database "${nameOf(server)}" set default_transaction_read_only = on`);
    } else {
      const makeRoom = await fillDatabase(server.database);
      while ((await buy()) === 201) expect(await ready(server)).toBe(200);
      expect(await ready(server)).toBe(503);
      const full = await watch(server);
      await makeRoom();
      expect(await ready(server)).toBe(200);
      expect(await buy()).toBe(201);
      return full;
    }
    expect(await ready(server)).toBe(503);
    return watch(server);
  },
  CartwrightDatabaseBusy: refuseOrders,
  CartwrightOrdersRefused: refuseOrders,
  CartwrightNoWorker: async () => watch(await start({}, { worker: false })),
  async CartwrightQueueLate() {
    const server = await start();
    const runAt = new Date(Date.now() - 90_000);
    await server.shop.db.transact(async (tx) => tx.addJob({ name: 'overdue', payload: {}, maxAttempts: 1, runAt }));
    return watch(server);
  },
  async CartwrightJobsFailed() {
    const server = await start();
    const { db } = server.shop;
    await db.transact(async (tx) => tx.addJob({ name: 'broken', payload: {}, maxAttempts: 1 }));
    const run = () => Promise.reject(new Error('This job fails.'));
    await db.queue.drain({ names: ['broken'], run, concurrency: 1 }, new Date());
    return watch(server);
  },
  CartwrightProcessBusy: async () =>
    watch(await start(), async () => {
      await sleep(20);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      await sleep(20);
    }),
  ...(isPostgres && {
    async CartwrightClockWrong() {
      const server = await start({}, { worker: false });
      await onDatabase(
        server.database.url,
        `create schema skewed;
         create function skewed.clock_timestamp() returns timestamptz language sql volatile
         as $$ select pg_catalog.clock_timestamp() - interval '1 minute' $$`,
      );
      await change(server, `alter database "${nameOf(server)}" set search_path = skewed, pg_catalog, public`);
      return watch(server);
    },
  }),
};

test.for(Object.entries(problems))(
  '%s is raised by the problem that it is for',
  { timeout: 60_000 },
  async (problem) => {
    const [alert, make] = problem;
    expect(firing(await make())).toContain(alert);
  },
);

test('every alert has a problem that it was tried against', () => {
  const only = isPostgres ? [] : ['CartwrightClockWrong'];
  expect([...Object.keys(problems), ...only].toSorted()).toEqual(
    readAlerts()
      .map(({ alert }) => alert)
      .toSorted(),
  );
});
