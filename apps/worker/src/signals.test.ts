import { setTimeout as sleep } from 'node:timers/promises';
import { createTestShop, orderInput, type SignedUp, startMailServer } from '@cartwright/api/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type CliProcess, startCli } from './testing/process.ts';

const server = await startMailServer();
const email = { EMAIL_BACKEND: 'smtp', EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(server.port) };
const world = await createTestShop(email);
const { db } = world.shop;
let bob: SignedUp;
let productId: string;
let worker: CliProcess | undefined;
beforeAll(async () => {
  const ada = await world.signUp({ role: 'admin' });
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 99 })).id;
  bob = await world.signUp();
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await worker?.ended;
  await world.close();
  await server.close();
});

const startWorker = () =>
  startCli(['worker'], { DATABASE_URL: world.database.url, LOG_LEVEL: 'warn', WORKER_LEASE_SECONDS: '1', ...email });
const place = () => bob.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
const open = async () => (await db.queue.list({ limit: 99 })).filter(({ name }) => name !== 'orders.expireOrder');
const mailsOf = (id: string) => server.mails.map(({ messageId }) => messageId).filter((one) => one.includes(id));
const bothMails = (id: string) => ['order-paid', 'order-received'].map((template) => `<${template}.${id}@localhost>`);
const inTime = { timeout: 60_000, interval: 50 };

/** A worker in the middle of a mail that the server has whole and does not answer. */
async function inTheMiddleOfAMail() {
  let answer = () => {};
  server.mood = new Promise((resolve) => {
    answer = resolve;
  });
  const coming = server.nextMail();
  const { id } = await place();
  worker = startWorker();
  await coming;
  expect((await db.queue.stats()).jobs.some(({ running }) => running > 0)).toBe(true);
  return { id, answer, worker };
}

test('the job of a worker that is killed runs again within a minute, and has one effect', async () => {
  const { id, answer, worker: first } = await inTheMiddleOfAMail();
  first.kill('SIGKILL');
  expect((await first.ended).code).toBe('SIGKILL');
  server.mood = 'takes';
  answer();
  worker = startWorker();
  await vi.waitFor(async () => expect(await open()).toEqual([]), inTime);
  worker.kill('SIGTERM');
  expect((await worker.ended).code).toBe(0);
  expect(mailsOf(id).sort()).toEqual(bothMails(id));
  expect(await world.caller({ accessToken: bob.accessToken }).orders.get({ idOrNumber: id })).toMatchObject({
    status: 'confirmed',
    paymentStatus: 'paid',
  });
  expect(await db.read.$count(db.tables.payments)).toBe(1);
}, 90_000);

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
}, 60_000);

test('Ctrl-C stops a worker as well', async () => {
  worker = startWorker();
  await vi.waitFor(async () => expect((await db.queue.stats()).workers).toHaveLength(1), inTime);
  worker.kill('SIGINT');
  expect((await worker.ended).code).toBe(0);
});
