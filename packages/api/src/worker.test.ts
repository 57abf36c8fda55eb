import { backOffSeconds } from '@cartwright/db';
import { newId } from '@cartwright/kernel/ids';
import { enqueue, triesForADay } from '@cartwright/kernel/jobs';
import { kernelJobs } from '@cartwright/kernel/purge-expired';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestShop, orderInput, storePromotion, type TestShop } from './testing.ts';
import { allJobs, drainJobs, listSchedules } from './worker.ts';

let world: TestShop;
beforeAll(async () => {
  world = await createTestShop();
});
afterAll(() => world.close());

describe('every job', () => {
  test('has a name of its own, by its slice', () => {
    const names = allJobs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(kernel|auth|products|pricing|cart|orders|admin)\.[a-z]\w+$/);
  });

  test('takes ids and choices alone, no text that could be a secret or a document', () => {
    const texts = allJobs.flatMap(({ name, payload }) => {
      const { properties = {} } = z.toJSONSchema(payload, { io: 'input' });
      return Object.entries(properties)
        .filter(([, field]) => typeof field === 'boolean' || !(field.format === 'uuid' || 'enum' in field))
        .map(([field]) => `${name}: ${field}`);
    });
    // The payment provider's id of an event and an image's public name give access to nothing.
    expect(texts.sort()).toEqual(['orders.applyProviderEvent: eventId', 'products.discardImage: key']);
  });

  test('can be asked for in a transaction only, with the payload that it takes', () => {
    const { read } = world.shop.db;
    // @ts-expect-error a reader is no transaction
    expect(() => enqueue(read, kernelJobs.purgeKernel, {})).toThrow();
    const job = allJobs.find(({ name }) => name === 'orders.expireOrder');
    const refused = world.shop.db.transact(async (tx) => job && enqueue(tx, job, { orderId: 'not an id' }));
    return expect(refused).rejects.toThrow(z.ZodError);
  });
});

test('a mail that no server takes, and money that no provider moves, is tried for a day', () => {
  const waits = Array.from({ length: triesForADay - 1 }, (_, index) => backOffSeconds(index + 1));
  const hours = waits.reduce((sum, seconds) => sum + seconds, 0) / 3_600;
  expect([hours > 24, hours < 30]).toEqual([true, true]);
  const forADay = allJobs.filter(({ maxAttempts }) => maxAttempts === triesForADay).map(({ name }) => name);
  expect(forADay).toEqual(
    expect.arrayContaining(['orders.sendOrderMail', 'orders.refundPayment', 'products.mailLowStock']),
  );
});

test('who drains the queue is told how many of the jobs that were due have ended', async () => {
  await world.shop.db.transact(async (tx) => {
    enqueue(tx, kernelJobs.purgeKernel, {});
    enqueue(tx, kernelJobs.purgeKernel, {}, { runAt: new Date(Date.now() + 3_600_000) });
    tx.addJob({ name: 'orders.expireOrder', payload: { orderId: 'not an id' }, maxAttempts: 1 });
  });
  const told: [number, number][] = [];
  await drainJobs(world.shop, 1, (ended, known) => told.push([ended, known]));
  expect(told).toEqual([
    [0, 2],
    [1, 2],
    [2, 2],
  ]);
});

test('the clock asks for expiry each minute, payments each five, purges each hour and low stock each day', async () => {
  const at = new Date('2026-11-20T10:02:30Z');
  const next = await listSchedules({ ...world.shop, clock: { now: () => at } });
  const soon = (time: string) => new Date(`2026-11-20T${time}:00Z`);
  expect(next.map(({ job, lastRun, nextRun }) => [job, lastRun, nextRun])).toEqual([
    ['orders.expireOverdueOrders', null, soon('10:03')],
    ['orders.reconcilePayments', null, soon('10:05')],
    ['kernel.purge', null, soon('10:07')],
    ['auth.purge', null, soon('10:17')],
    ['cart.purge', null, soon('10:27')],
    ['orders.purgeProviderEvents', null, soon('10:37')],
    ['orders.eraseClosedOrders', null, soon('10:47')],
    ['products.purge', null, soon('10:57')],
    ['pricing.purgeVatNumbers', null, soon('10:03')],
    ['products.mailLowStock', null, new Date('2026-11-21T06:00:00Z')],
  ]);
  for (const { job } of next) expect(allJobs.map(({ name }) => name)).toContain(job);
});

test('the purges delete all that is over, in batches, and nothing that still counts', async () => {
  const { shop, clock } = world;
  const { db } = shop;
  const { carts, cartCodes, cartLines, idempotencyKeys, mailDeliveries, providerEvents, sessions, emailProofs } =
    db.tables;
  const ada = await world.signUp({ role: 'admin' });
  const mug = await ada.caller.products.create({ name: 'Mug', price: 900, stock: 9 });
  const bob = await world.signUp();
  await bob.caller.cart.addItem({ productId: mug.id });
  const guest = await world.caller().cart.addItem({ productId: mug.id });
  await storePromotion(shop, { codes: ['TEN'] });
  for (const caller of [bob.caller, world.caller({ cartToken: guest.token ?? '' })]) {
    await caller.cart.applyCode({ code: 'TEN' });
  }
  await bob.withKey('one').orders.place(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
  await bob.withKey('two').orders.quote(orderInput({ items: [{ productId: mug.id, quantity: 1 }] }));
  await world.caller().auth.requestCode({ email: 'eve@example.com' });
  await drainJobs(shop);
  const now = clock.now();
  const inAMoment = new Date(now.getTime() + 1);
  await db.transact(async (tx) => {
    const used = { fingerprint: '', createdAt: now };
    const keys = Array.from({ length: 1_203 }, (_, at) => ({ ...used, scope: 's', key: `${at}`, expiresAt: now }));
    for (let at = 0; at < keys.length; at += 400) await tx.insert(idempotencyKeys).values(keys.slice(at, at + 400));
    await tx.insert(idempotencyKeys).values({ ...used, scope: 's', key: 'lasts', expiresAt: inAMoment });
    const event = { type: 't', reference: 'r', receivedAt: now };
    await tx.insert(providerEvents).values([
      { ...event, id: 'applied', appliedAt: now },
      { ...event, id: 'never applied' },
    ]);
    await tx.insert(mailDeliveries).values({ subjectId: newId(), template: 't', sentAt: now, expiresAt: inAMoment });
    tx.addJob({ name: 'of an old version', payload: {}, maxAttempts: 1 });
  });
  const counts = async () => ({
    carts: await db.read.$count(carts),
    lines: await db.read.$count(cartLines),
    codes: await db.read.$count(cartCodes),
    keys: await db.read.$count(idempotencyKeys),
    mails: (await db.read.select().from(mailDeliveries)).map(({ template }) => template).sort(),
    events: (await db.read.select().from(providerEvents)).map(({ id }) => id),
    sessions: await db.read.$count(sessions),
    proofs: await db.read.$count(emailProofs),
  });
  const purge = async () => {
    const names = ['kernel.purge', 'auth.purge', 'cart.purge', 'orders.purgeProviderEvents'];
    await db.transact(async (tx) => names.forEach((name) => tx.addJob({ name, payload: {}, maxAttempts: 1 })));
    await drainJobs(shop);
  };
  const orderMails = ['order-paid', 'order-received'];
  const whole = { carts: 2, lines: 2, codes: 2, sessions: 2, proofs: 1, events: ['applied', 'never applied'] };
  expect(await counts()).toMatchObject({ ...whole, keys: 1_205, mails: ['code', ...orderMails, 't'] });

  await purge();
  expect(await counts()).toMatchObject({ ...whole, keys: 1_205 });
  clock.advance({ minutes: 11 });
  await purge();
  expect(await counts()).toEqual({ ...whole, keys: 1, proofs: 0, mails: orderMails });
  clock.advance({ days: 31 });
  await purge();
  expect(await counts()).toEqual({
    carts: 1,
    lines: 1,
    codes: 1,
    keys: 1,
    mails: orderMails,
    events: ['never applied'],
    sessions: 0,
    proofs: 0,
  });
  expect(await world.caller({ cartToken: guest.token ?? '' }).cart.get()).toMatchObject({ items: [] });
  clock.advance({ days: 60 });
  await purge();
  expect(await counts()).toMatchObject({ carts: 0, lines: 0, codes: 0, keys: 1, mails: orderMails });
});
