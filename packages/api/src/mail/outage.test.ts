import { createMailer } from '@cartwright/adapters/mail';
import { inFlight } from '@cartwright/db/testing';
import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createTestShop,
  type MailServer,
  orderInput,
  type SignedUp,
  startMailServer,
  type TestShop,
} from '../testing.ts';

let server: MailServer;
let world: TestShop;
let bob: SignedUp;
let productId: string;
beforeEach(async () => {
  server = await startMailServer();
  world = await createTestShop({ EMAIL_BACKEND: 'smtp', EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(server.port) });
  const ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  productId = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 99 })).id;
});
afterEach(async () => {
  await world.close();
  await server.close();
});

const place = () => bob.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
const mailJobs = () => world.shop.db.queue.list({ name: 'orders.sendOrderMail', limit: 99 });
const deliveries = () => world.shop.db.read.$count(world.shop.db.tables.mailDeliveries);
const messageIds = () => server.mails.map(({ messageId }) => messageId).sort();

/** Runs the jobs after the postponed ones are due. */
async function drainLater(): Promise<void> {
  world.clock.advance({ minutes: 29 });
  await world.drainJobs();
}

test('placing an order asks the mail server nothing: whether there is one only the worker learns', async () => {
  await place();
  expect(await mailJobs()).toHaveLength(1);
  expect(server.connections).toBe(0);
  await world.drainJobs();
  expect(server.connections).toBeGreaterThan(0);
  expect(server.mails).toHaveLength(2);
});

test('with the mail server down orders are placed, and every mail goes out once when it is back', async () => {
  await server.close();
  const orders = [];
  for (let number = 0; number < 3; number += 1) orders.push(await place());
  await world.drainJobs();
  await drainLater();
  const waiting = await mailJobs();
  expect(waiting.length).toBe(6);
  for (const { state, lastError } of waiting)
    expect([state, lastError]).toEqual(['retrying', expect.stringContaining('ECONNREFUSED')]);
  expect(waiting.every(({ attempts }) => attempts > 1)).toBe(true);
  expect(await deliveries()).toBe(0);

  server = await startMailServer(server.port);
  await drainLater();
  await world.drainJobs();
  expect(await mailJobs()).toEqual([]);
  const expected = orders.flatMap(({ id }) =>
    ['order-paid', 'order-received'].map((template) => `<${template}.${id}@localhost>`),
  );
  expect(messageIds()).toEqual(expected.sort());
});

test.each([
  ['refuses', 'Not now'],
  ['drops', 'closed|ECONNRESET|EPIPE'],
] as const)('a server that %s a mail gets it again, and it arrives once', async (mood, reason) => {
  server.mood = mood;
  const { id } = await place();
  await world.drainJobs();
  expect(server.mails).toEqual([]);
  for (const { state, lastError } of await mailJobs()) {
    expect(state).toBe('retrying');
    expect(lastError).toMatch(new RegExp(reason));
  }
  server.mood = 'takes';
  await drainLater();
  expect(messageIds()).toEqual([`<order-paid.${id}@localhost>`, `<order-received.${id}@localhost>`]);
  expect(await deliveries()).toBe(2);
});

test('a server that answers 250 and dies has the mail, and does not get it again', async () => {
  server.mood = 'dies';
  const { id } = await place();
  await world.drainJobs();
  expect(server.mails).toHaveLength(1);
  expect(await deliveries()).toBe(1);
  const before = messageIds();
  server = await startMailServer(server.port);
  await drainLater();
  expect([...before, ...messageIds()].sort()).toEqual([
    `<order-paid.${id}@localhost>`,
    `<order-received.${id}@localhost>`,
  ]);
});

test('a server that is slow is waited for, and no order waits for it', async () => {
  let answer = () => {};
  server.mood = new Promise((resolve) => {
    answer = resolve;
  });
  const { id } = await place();
  const coming = server.nextMail();
  const draining = inFlight(world.drainJobs());
  await coming;
  await place();
  expect(server.mails).toEqual([]);
  answer();
  await draining;
  expect(messageIds()).toHaveLength(4);
  expect(messageIds()).toContain(`<order-received.${id}@localhost>`);
});

test('while the mail server hangs, payments do not wait behind mails', async () => {
  let answer = () => {};
  server.mood = new Promise((resolve) => {
    answer = resolve;
  });
  const orders = await Promise.all(Array.from({ length: 6 }, place));
  const coming = server.nextMail();
  const draining = inFlight(world.drainJobs());
  await coming;
  for (const { id } of orders)
    expect(await bob.caller.orders.get({ idOrNumber: id })).toMatchObject({ status: 'confirmed' });
  answer();
  await draining;
  expect(messageIds()).toHaveLength(12);
});

test('a mail that was sent is not sent again, whoever asks for it, and a code is mailed once', async () => {
  const { id } = await place();
  await world.caller().auth.requestCode({ email: 'eve@example.com' });
  await world.drainJobs();
  const sent = messageIds();
  expect(sent).toHaveLength(3);
  const { emailProofs, mailDeliveries } = world.shop.db.tables;
  const [proof] = await world.shop.db.read.select().from(emailProofs);
  await world.shop.db.transact(async (tx) => {
    const job = { maxAttempts: 1 };
    tx.addJob({ ...job, name: 'orders.sendOrderMail', payload: { orderId: id, template: 'order-paid' } });
    tx.addJob({ ...job, name: 'auth.sendProofMail', payload: { proofId: proof?.id ?? '' } });
  });
  await world.drainJobs();
  expect(messageIds()).toEqual(sent);
  const code = and(eq(mailDeliveries.template, 'code'), eq(mailDeliveries.expiresAt, proof?.expiresAt ?? new Date(0)));
  expect(await world.shop.db.read.$count(mailDeliveries, code)).toBe(1);
});

test('the way to the mail server can be checked without a mail', async () => {
  const email = { ...world.shop.settings.email, backend: 'smtp' as const };
  await world.shop.mailer.check();
  expect(server.mails).toEqual([]);
  await server.close();
  const mailer = await createMailer({ email }, world.shop.db, world.shop.clock, world.shop.log);
  await expect(mailer.check()).rejects.toThrow('ECONNREFUSED');
  await mailer.close();
});
