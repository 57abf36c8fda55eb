import { setTimeout as sleep } from 'node:timers/promises';
import { createTestShop, eventually, inFlight, orderInput, startMailServer } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliProcess, startCli } from './testing/process.ts';

/** A shop whose workers are processes, and whose mail server can be made to wait. */
async function openSite(settings: Record<string, string>) {
  const server = await startMailServer();
  const email = { EMAIL_BACKEND: 'smtp', EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(server.port) };
  const world = await createTestShop(email);
  const { db } = world.shop;
  const workers: CliProcess[] = [];
  const ada = await world.signUp({ role: 'admin' });
  const { id: productId } = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 99 });
  const bob = await world.signUp();

  const startWorker = (others: Record<string, string> = {}) => {
    const worker = startCli(['worker'], { DATABASE_URL: world.database.url, ...email, ...settings, ...others });
    workers.push(worker);
    return worker;
  };
  return {
    server,
    world,
    db,
    bob,
    startWorker,
    open: async () => (await db.queue.list({ limit: 99 })).filter(({ name }) => name !== 'orders.expireOrder'),
    mailsOf: (id: string) => server.mails.map(({ messageId }) => messageId).filter((one) => one.includes(id)),
    livingWorkers: async () => (await db.queue.stats()).workers.length,
    /** Starts a worker that has sent an e-mail completely, to a server that does not answer. */
    async inTheMiddleOfAMail(others?: Record<string, string>) {
      let answer = () => {};
      server.mood = new Promise((resolve) => {
        answer = resolve;
      });
      const coming = inFlight(server.nextMail());
      const { id } = await bob.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
      const worker = startWorker(others);
      await coming;
      expect((await db.queue.stats()).jobs.some(({ running }) => running > 0)).toBe(true);
      return { id, answer, worker };
    },
    async close() {
      for (const worker of workers) worker.kill('SIGKILL');
      await Promise.all(workers.map(({ ended }) => ended));
      await world.close();
      await server.close();
    },
  };
}

const bothMails = (id: string) => ['order-paid', 'order-received'].map((template) => `<${template}.${id}@localhost>`);

const site = await openSite({ LOG_LEVEL: 'warn', WORKER_LEASE_SECONDS: '1' });
const siteByDefault = await openSite({});
const { server, world, db, bob, startWorker, open, mailsOf, inTheMiddleOfAMail } = site;
let takenOver: Promise<{ id: string; seconds: number }>;
beforeAll(() => {
  // Starts here, because it takes a whole lease of half a minute, during which the other tests run.
  takenOver = takeOver();
  takenOver.catch(() => {});
});
afterAll(() => Promise.all([site.close(), siteByDefault.close()]));

/** Kills the worker that has a job, and resolves when the other worker has done it. */
async function takeOver() {
  const { id, worker: first } = await siteByDefault.inTheMiddleOfAMail();
  siteByDefault.server.mood = 'takes';
  siteByDefault.startWorker();
  await eventually(async () => expect(await siteByDefault.livingWorkers()).toBe(2));
  first.kill('SIGKILL');
  expect((await first.ended).code).toBe('SIGKILL');
  const killed = performance.now();
  expect(await siteByDefault.open()).not.toEqual([]);
  await eventually(async () => expect(await siteByDefault.open()).toEqual([]));
  return { id, seconds: (performance.now() - killed) / 1_000 };
}

test('the job of a worker that is killed runs again when its lease is over, and has one effect', async () => {
  const { id, answer, worker: first } = await inTheMiddleOfAMail();
  first.kill('SIGKILL');
  expect((await first.ended).code).toBe('SIGKILL');
  server.mood = 'takes';
  answer();
  const worker = startWorker();
  await eventually(async () => expect(await open()).toEqual([]));
  worker.kill('SIGTERM');
  expect((await worker.ended).code).toBe(0);
  expect(mailsOf(id).sort()).toEqual(bothMails(id));
  expect(await world.caller({ accessToken: bob.accessToken }).orders.get({ idOrNumber: id })).toMatchObject({
    status: 'confirmed',
    paymentStatus: 'paid',
  });
  expect(await db.read.$count(db.tables.payments)).toBe(1);
});

test('a worker that is told to stop ends the job of two seconds that it has begun, and exits 0', async () => {
  const { id, answer, worker: stopping } = await inTheMiddleOfAMail();
  stopping.kill('SIGTERM');
  await sleep(2_000);
  answer();
  expect(await stopping.ended).toMatchObject({ code: 0, stderr: '' });
  const sent = mailsOf(id);
  expect(sent.length).toBeGreaterThan(0);
  const left = await open();
  expect(left.filter(({ state }) => state !== 'waiting')).toEqual([]);
  const mailsLeft = left.filter(({ name }) => name === 'orders.sendOrderMail').length;
  server.mood = 'takes';
  await world.drainJobs();
  expect(mailsOf(id).sort()).toEqual(bothMails(id));
  expect(sent.length + mailsLeft).toBeLessThanOrEqual(2);
  expect((await db.queue.stats()).workers).toEqual([]);
});

test('on WORKER_PORT a worker tells how it is, and while it stops that it takes no more', async () => {
  const token = 'only-prometheus-knows-this';
  const watched = { WORKER_PORT: '0', METRICS_TOKEN: token, LOG_LEVEL: 'info', NODE_ENV: 'test' };
  const { answer, worker } = await inTheMiddleOfAMail(watched);
  const port = /watched"?: ?(\d+)/.exec(worker.output())?.[1];
  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  const json = 'application/json';
  expect(await ask('/healthz')).toEqual({ status: 200, type: json, text: '{"status":"ok"}' });
  expect(await ask('/readyz')).toEqual({ status: 200, type: json, text: '{"status":"ready"}' });
  expect((await ask('/metrics')).status).toBe(401);
  const { status, text } = await ask('/metrics', { headers: { authorization: `Bearer ${token}` } });
  expect(status).toBe(200);
  expect(text).toMatch(/^cartwright_queue_workers 1$/m);
  expect(text).toMatch(/^cartwright_job_duration_seconds_count\{job="orders.chargePayment",outcome="done"\} 1$/m);
  expect([(await ask('/api/v1/products')).status, (await ask('/healthz', { method: 'POST' })).status]).toEqual([
    404, 404,
  ]);

  worker.kill('SIGTERM');
  await eventually(async () => expect((await ask('/readyz')).status).toBe(503));
  expect((await ask('/readyz')).text).toContain('stopping');
  expect((await ask('/healthz')).status).toBe(200);
  answer();
  server.mood = 'takes';
  expect((await worker.ended).code).toBe(0);
  await expect(ask('/healthz')).rejects.toThrow();
  await world.drainJobs();
});

test('Ctrl-C stops a worker as well', async () => {
  const worker = startWorker();
  await eventually(async () => expect(await site.livingWorkers()).toBe(1));
  worker.kill('SIGINT');
  expect((await worker.ended).code).toBe(0);
});

test('with the settings that come by default it runs again within 60 s, by a worker that was there already', async () => {
  const { id, seconds } = await takenOver;
  console.log(`${siteByDefault.db.dialect}: taken over after ${Math.round(seconds)} s`);
  expect(seconds).toBeLessThan(60);
  expect(siteByDefault.mailsOf(id).sort()).toEqual(bothMails(id));
});
