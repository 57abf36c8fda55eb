import { newId } from '@cartwright/kernel/ids';
import { purgeKernel } from '@cartwright/kernel/purge-expired';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderMailTemplates } from '../orders/jobs.ts';
import { closeShop, openShop } from '../shop.ts';
import { type Caller, createTestShop, orderInput, type SignedUp, testAddress } from '../testing.ts';
import { countMail, mailBounds, uncountMail } from './bounds.ts';
import { sendOnce } from './send-once.ts';

const world = await createTestShop({ RATE_LIMITS: 'on', ACCESS_TOKEN_EXPIRE_MINUTES: '1440' });
const { shop, clock } = world;
/** Another process on the same database. */
const worker = await openShop(shop.settings, { log: shop.log, clock });
afterAll(async () => {
  await closeShop(worker);
  await world.close();
});

let admin: SignedUp;
let productId = '';
beforeAll(async () => {
  admin = await world.signUp({ role: 'admin' });
  productId = (await admin.caller.products.create({ name: 'Mug', price: 900, stock: 500 })).id;
});

const mailsTo = async (email: string) => (await world.mails()).filter(({ to }) => to === email);
const [proofsAnHour] = mailBounds.proof;
const [ordersAnHour, ordersADay] = mailBounds.order;

let people = 0;

/** An account with an unproven address, and words for a stranger in every field that a customer can fill. */
async function unproven() {
  const email = `stranger-${(people += 1)}@example.com`;
  const { accessToken } = await world
    .caller({ ip: `192.0.2.${people}` })
    .auth.register({ email, name: 'WORDS of mine', password: 'a password of mine' });
  return { email, caller: world.caller({ accessToken }) };
}

const wordy = (token: 'ok' | 'decline') => ({
  ...orderInput({ items: [{ productId, quantity: 1 }], token }),
  note: 'WORDS in a note',
  shippingAddress: {
    ...testAddress,
    fullName: 'WORDS as a name',
    line1: 'WORDS in a line',
    line2: 'WORDS in another',
    city: 'WORDS as a city',
    phone: 'WORDS 123',
  },
});

async function place(caller: Caller, token: 'ok' | 'decline' = 'ok') {
  const order = await caller.orders.place(wordy(token));
  await world.drainJobs();
  return order;
}

/** Causes every e-mail about a return, the first of them twice. */
async function sendBack(caller: Caller, { id: idOrNumber, items }: Awaited<ReturnType<typeof place>>) {
  const variantId = items[0]?.variantId ?? '';
  const wish = { idOrNumber, lines: [{ variantId, quantity: 1 }], reason: 'WORDS as a reason' };
  const request = async () => (await caller.orders.requestReturn(wish)).returns.at(-1)?.id ?? '';
  const { returns } = admin.caller.admin;
  await returns.reject({ id: await request() });
  const id = await request();
  await returns.approve({ id });
  await returns.receive({ id, lines: [{ variantId, restock: 1 }] });
}

/** Causes every e-mail about an order. */
async function everyOrderMail(caller: Caller) {
  const sent = await place(caller);
  await admin.caller.admin.orders.setStatus({ idOrNumber: sent.id, status: 'shipped' });
  await admin.caller.admin.orders.refund({ idOrNumber: sent.id, amount: 100 });
  const open = await place(caller, 'decline');
  await caller.orders.cancel({ idOrNumber: open.id, reason: 'WORDS as a reason' });
  await world.drainJobs();
  // An unproven address gets only so many e-mails in an hour.
  clock.advance({ hours: 1 });
  await sendBack(caller, sent);
  await world.drainJobs();
  return [sent.id, open.id];
}

test('a proven address gets every mail about its orders, with the words of its owner', async () => {
  const ada = await world.signUp();
  for (let order = 0; order < 5; order += 1) await place(ada.caller);
  await everyOrderMail(ada.caller);
  const mails = await mailsTo(ada.user.email);
  expect(mails).toHaveLength(2 * 5 + orderMailTemplates.length + 2);
  expect(mails.every(({ text }) => text.includes('WORDS as a name'))).toBe(true);
  expect(mails.some(({ text }) => text.includes('WORDS as a reason'))).toBe(true);
});

describe('an address that nobody has proved', () => {
  test('gets every mail about its orders without a word that a customer wrote', async () => {
    const { email, caller } = await unproven();
    await everyOrderMail(caller);
    const { mailDeliveries } = shop.db.tables;
    const delivered = new Set((await shop.db.read.select().from(mailDeliveries)).map(({ template }) => template));
    expect([...orderMailTemplates].filter((template) => !delivered.has(template))).toEqual([]);
    const mails = await mailsTo(email);
    // Two e-mails about received orders, two about requested returns, and one with the code of the registration.
    expect(mails).toHaveLength(orderMailTemplates.length + 3);
    for (const { subject, text, html } of mails) expect([subject, text, html].join('\n')).not.toContain('WORDS');
  });

  test('gets so many mails about orders in an hour and in a day, and the rest is dropped for good', async () => {
    const { email, caller } = await unproven();
    const orderMails = async () => (await mailsTo(email)).filter(({ subject }) => /order/i.test(subject)).length;
    for (let order = 0; order < 9; order += 1) await place(caller);
    expect(await orderMails()).toBe(ordersAnHour.max);
    for (let hours = 0; hours < 5; hours += 1) {
      clock.advance({ hours: 1 });
      const recipient = { to: email, bound: 'order', subject: 'An order', text: '', html: '' } as const;
      for (let mail = 0; mail < 10; mail += 1) {
        await sendOnce(shop, { subjectId: newId(), template: 'test' }, async () => recipient);
      }
    }
    expect(await orderMails()).toBe(ordersADay.max);
  });
});

test('codes and resets count together, and orders do not use up their share', async () => {
  const email = 'proofs@example.com';
  const taken: boolean[] = [];
  for (let mail = 0; mail < proofsAnHour.max + 5; mail += 1) taken.push(await countMail(shop, 'proof', email));
  expect(taken.filter(Boolean)).toHaveLength(proofsAnHour.max);
  expect(await countMail(shop, 'order', email)).toBe(true);
  expect(await countMail(shop, 'proof', 'PROOFS@Example.com')).toBe(false);
  expect(await countMail(shop, 'proof', 'others@example.com')).toBe(true);
  await world.caller().auth.requestCode({ email });
  await world.drainJobs();
  expect(await mailsTo(email)).toEqual([]);
  clock.advance({ hours: 1 });
  await world.caller().auth.requestCode({ email });
  await world.drainJobs();
  expect(await mailsTo(email)).toHaveLength(1);
});

test('all processes count together, however many mails go out at the same time', async () => {
  const email = 'crowd@example.com';
  const calls = Array.from({ length: 40 }, (_, index) => countMail(index % 2 ? shop : worker, 'proof', email));
  expect((await Promise.all(calls)).filter(Boolean)).toHaveLength(proofsAnHour.max);
});

test('a mail that the mail server did not take is counted once, however often it is tried', async () => {
  const email = 'outage@example.com';
  const down = { ...shop, mailer: { ...shop.mailer, send: () => Promise.reject(new Error('away')) } };
  const occasion = { subjectId: newId(), template: 'test' };
  const write = async () => ({ to: email, bound: 'order', subject: 'Order', text: '', html: '' }) as const;
  for (let tried = 0; tried < 10; tried += 1) await expect(sendOnce(down, occasion, write)).rejects.toThrow('away');
  await sendOnce(shop, occasion, write);
  expect(await mailsTo(email)).toHaveLength(1);
  for (let mail = 1; mail < ordersAnHour.max; mail += 1) expect(await countMail(shop, 'order', email)).toBe(true);
  expect(await countMail(shop, 'order', email)).toBe(false);
  await uncountMail(shop, 'order', email);
  expect(await countMail(shop, 'order', email)).toBe(true);
});

test('counts are purged when their window is over, and name nobody', async () => {
  const { mailCounts } = shop.db.tables;
  await countMail(shop, 'order', 'nobody@example.com');
  expect(JSON.stringify(await shop.db.read.select().from(mailCounts))).not.toContain('nobody');
  clock.advance({ hours: 24, seconds: 1 });
  await purgeKernel(shop);
  expect(await shop.db.read.$count(mailCounts)).toBe(0);
});
