import type { Tables } from '@cartwright/db';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTestShop,
  inconsistencies,
  orderInput,
  personalDataOf,
  refusalOf,
  rowCounts,
  type SignedUp,
  tally,
  testAddress,
} from '../testing.ts';
import { createAdmin, endSessions, refuseLastAdmin } from './index.ts';

const world = await createTestShop();
let boss: SignedUp;
beforeAll(async () => {
  boss = await world.signUp({ role: 'admin' });
});
afterAll(() => world.close());
const password = 'correct horse';
const codeOf = async (call: Promise<unknown>) => (await refusalOf(call)).code;

describe('a profile', () => {
  test('has a name that its owner can change, and nothing else', async () => {
    const ada = await world.signUp();
    expect(await ada.caller.auth.updateMe({ name: ' Ada Lovelace ' })).toMatchObject({
      name: 'Ada Lovelace',
      role: 'customer',
    });
    expect(await ada.caller.auth.updateMe({})).toMatchObject({ id: ada.user.id });
    for (const change of [
      { role: 'admin' },
      { email: 'x@example.com' },
      { emailVerified: true },
      { name: 'A' },
      { name: 'A\0da' },
    ]) {
      expect(await codeOf(ada.caller.auth.updateMe(change))).toBe('VALIDATION');
    }
    expect(await world.caller({ accessToken: ada.accessToken }).auth.me()).toMatchObject({
      name: 'Ada Lovelace',
      role: 'customer',
    });
  });
});

describe('an address book', () => {
  test('takes, changes and gives up addresses', async () => {
    const { auth } = (await world.signUp()).caller;
    const created = await auth.addresses.create({ ...testAddress, line2: 'Third floor' });
    expect(created).toMatchObject({ ...testAddress, line2: 'Third floor' });
    const changed = await auth.addresses.update({ id: created.id, city: 'Boston' });
    expect(changed).toMatchObject({ ...testAddress, line2: 'Third floor', city: 'Boston' });
    expect((await auth.addresses.list({})).items).toEqual([changed]);
    await auth.addresses.remove({ id: created.id });
    expect(await auth.addresses.list({})).toEqual({ items: [], nextCursor: null });
    expect(await codeOf(auth.addresses.remove({ id: created.id }))).toBe('NOT_FOUND');
  });

  test('asks of each address what its country asks for, also when one is changed', async () => {
    const { auth } = (await world.signUp()).caller;
    const { postalCode: _, state: _state, ...bare } = testAddress;
    const there = { ...bare, city: 'Kowloon', country: 'HK' };
    const { id } = await auth.addresses.create(there);
    expect((await auth.addresses.list({})).items).toMatchObject([there]);
    expect(await refusalOf(auth.addresses.update({ id, country: 'US' }))).toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'postalCode' }, { path: 'state' }],
    });
    await auth.addresses.update({ id, country: 'US', postalCode: '22202', state: 'Virginia' });
    expect(await codeOf(auth.addresses.create({ ...testAddress, country: 'UK' }))).toBe('VALIDATION');
  });

  test('is not open to others', async () => {
    const [ada, bob] = [await world.signUp(), await world.signUp()];
    const { id } = await ada.caller.auth.addresses.create(testAddress);
    expect(await codeOf(bob.caller.auth.addresses.update({ id, city: 'Elsewhere' }))).toBe('NOT_FOUND');
    expect(await codeOf(bob.caller.auth.addresses.remove({ id }))).toBe('NOT_FOUND');
    expect((await ada.caller.auth.addresses.list({})).items).toMatchObject([testAddress]);
  });

  test('comes in pages and has an end', async () => {
    const { auth } = (await world.signUp()).caller;
    for (let count = 0; count < 100; count += 1) await auth.addresses.create(testAddress);
    expect(await codeOf(auth.addresses.create(testAddress))).toBe('VALIDATION');
    const first = await auth.addresses.list({ limit: 60 });
    const second = await auth.addresses.list({ limit: 60, cursor: first.nextCursor ?? '' });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([60, 40, null]);
    expect(await codeOf(auth.addresses.list({ cursor: 'nonsense' }))).toBe('VALIDATION');
  });

  test('two changes of different fields at the same time both hold', async () => {
    const { auth } = (await world.signUp()).caller;
    const { id } = await auth.addresses.create(testAddress);
    await Promise.all([
      auth.addresses.update({ id, city: 'Boston' }),
      auth.addresses.update({ id, postalCode: '02101' }),
    ]);
    expect((await auth.addresses.list({})).items).toMatchObject([{ city: 'Boston', postalCode: '02101' }]);
  });
});

let known = 0;

/** Makes a customer with every kind of stored data, each with a unique text in it. */
/** Completes orders, and sends every e-mail about them. */
async function deliver(...orders: { id: string }[]): Promise<void> {
  await world.drainJobs();
  for (const { id } of orders) {
    for (const status of ['shipped', 'delivered'] as const)
      await boss.caller.admin.orders.setStatus({ idOrNumber: id, status });
  }
  await world.drainJobs();
}

async function wellKnown() {
  const trace = `Skłodowska ${(known += 1)}`;
  const { id } = await boss.caller.products.create({ name: 'Lamp', price: 2_500, stock: 50 });
  const person = await world.signUp({ name: `Marie ${trace}` });
  const address = { ...testAddress, fullName: `M. ${trace}`, line1: `12 ${trace} Road`, phone: '+48 22 000' };
  await person.caller.auth.addresses.create(address);
  const input = orderInput({ items: [{ productId: id, quantity: 2 }], note: `Ring twice for ${trace}` });
  const order = await person.withKey('once').orders.place({ ...input, shippingAddress: address });
  const other = (token: 'ok' | 'decline') =>
    person.caller.orders.place(orderInput({ items: [{ productId: id, quantity: 1 }], token }));
  const cancelled = await other('ok');
  await world.drainJobs();
  await person.caller.orders.cancel({ idOrNumber: cancelled.id, reason: `${trace} moves abroad` });
  const transferred = await other('decline');
  await world.drainJobs();
  await boss.caller.admin.orders.markPaid({ idOrNumber: transferred.id, reference: `Transfer of ${trace}` });
  await person.caller.cart.addItem({ productId: id });
  await world.caller().auth.requestCode({ email: person.user.email });
  return { person, order, cancelled, transferred, trace };
}

/** Dumps every row of these tables as one text, or of all tables but the mailbox if none is named. */
async function everything(...only: readonly (keyof Tables)[]): Promise<string> {
  const { read } = world.shop.db;
  const { devMails, ...tables } = read.tables;
  void devMails;
  const wanted = only.length > 0 ? only.map((name) => read.tables[name]) : Object.values(tables);
  const rows = await Promise.all(wanted.map((table) => read.select().from(table)));
  return JSON.stringify(rows);
}

test('nothing of what people write about an order is kept where it cannot be erased, and timelines show it', async () => {
  const { person, cancelled, transferred, trace } = await wellKnown();
  const kept = await everything('auditLog', 'stockLedger', 'orderEvents');
  expect(kept).toContain(cancelled.id);
  expect(kept).not.toContain(trace);
  expect(await everything('orderEvents')).not.toContain(person.user.id);
  const dataOf = async (id: string, type: string) =>
    (await person.caller.orders.get({ idOrNumber: id })).timeline.find((event) => event.type === type)?.data;
  const reason = `${trace} moves abroad`;
  expect(await dataOf(cancelled.id, 'cancelled')).toEqual({ by: 'customer', reason });
  expect(await dataOf(cancelled.id, 'refund_requested')).toEqual({ amount: cancelled.total, reason });
  const reference = `Transfer of ${trace}`;
  expect(await dataOf(transferred.id, 'paid')).toEqual({ amount: transferred.total, reference });
  const { payments } = await boss.caller.admin.orders.get({ idOrNumber: transferred.id });
  expect(payments.at(-1)).toMatchObject({ provider: 'manual', reference });

  await person.caller.auth.deleteMe({ password });
  const { timeline } = await boss.caller.orders.get({ idOrNumber: cancelled.id });
  expect(timeline.find(({ type }) => type === 'cancelled')).toMatchObject({
    actor: 'customer',
    data: { by: 'customer' },
  });
  expect(timeline.filter(({ actor }) => actor === 'admin')).toEqual([]);
  expect(JSON.stringify(timeline)).not.toContain(trace);
});

test('an export holds the person: profile, addresses, devices, cart and orders', async () => {
  const { person, order, cancelled, transferred, trace } = await wellKnown();
  const data = await personalDataOf(person.caller);
  expect(data).toMatchObject({
    user: { email: person.user.email, name: `Marie ${trace}` },
    addresses: [{ line1: `12 ${trace} Road` }],
    sessions: [{ current: true }],
    cart: { count: 1 },
    orders: [
      { id: order.id, shippingAddress: { fullName: `M. ${trace}` }, note: `Ring twice for ${trace}` },
      { id: cancelled.id },
      { id: transferred.id },
    ],
  });
  expect(JSON.stringify(data)).not.toMatch(/argon2|hash/i);
});

test('an export reads orders as they are taken, a page at a time', async () => {
  const { id: productId } = await boss.caller.products.create({ name: 'Cup', price: 100, stock: 500 });
  const person = await world.signUp();
  const place = () => person.caller.orders.place(orderInput({ items: [{ productId, quantity: 1 }] }));
  for (let placed = 0; placed < 101; placed += 1) await place();
  let text = '';
  let late: string | undefined;
  for await (const piece of await person.caller.auth.exportMe()) {
    text += piece;
    if (piece.includes('"number":')) late ??= (await place()).id;
  }
  const { orders } = JSON.parse(text) as { orders: { id: string }[] };
  expect(orders).toHaveLength(102);
  expect(orders.at(-1)?.id).toBe(late);
});

describe('deleting an account', () => {
  test('needs the password', async () => {
    const { person } = await wellKnown();
    const before = await rowCounts(world.shop.db);
    expect(await codeOf(person.caller.auth.deleteMe({ password: 'wrong horse' }))).toBe('INVALID_CREDENTIALS');
    expect(await rowCounts(world.shop.db)).toEqual(before);
  });

  test('erases the person everywhere, and the orders keep their figures', async () => {
    const { person, order, transferred, trace } = await wellKnown();
    const { email, id } = person.user;
    await deliver(order, transferred);
    const paid = await boss.caller.orders.get({ idOrNumber: order.id });
    expect(await everything()).toContain(trace);
    expect(await person.caller.auth.deleteMe({ password })).toEqual({ openOrders: [] });

    const left = await everything();
    expect(left).not.toContain(email);
    expect(left).not.toContain(trace);
    const { users, carts, sessions } = world.shop.db.tables;
    const { read } = world.shop.db;
    expect(await read.$count(users, eq(users.id, id))).toBe(0);
    expect(await read.$count(sessions, eq(sessions.userId, id))).toBe(0);
    expect(await read.$count(carts, eq(carts.userId, id))).toBe(0);
    const kept = await boss.caller.orders.get({ idOrNumber: order.id });
    const figures = ({ number, status, paymentStatus, items, subtotal, shipping, tax, total }: typeof kept) => ({
      number,
      status,
      paymentStatus,
      items,
      subtotal,
      shipping,
      tax,
      total,
    });
    expect(figures(kept)).toEqual(figures(paid));
    expect(kept.timeline[0]).toMatchObject({ type: 'placed', actor: 'customer' });

    expect(await codeOf(world.caller({ accessToken: person.accessToken }).auth.me())).toBe('UNAUTHENTICATED');
    expect(await codeOf(world.caller().auth.login({ email, password }))).toBe('INVALID_CREDENTIALS');
    await world.caller().auth.register({ email, name: 'Somebody Else', password });
  });

  test('cancels what is not paid, and leaves what is paid to the store', async () => {
    const { person, order: paid } = await wellKnown();
    await world.drainJobs();
    const { id: productId } = await boss.caller.products.create({ name: 'Lamp', price: 2_500, stock: 5 });
    const input = orderInput({ items: [{ productId, quantity: 3 }], token: 'decline' });
    const { id } = await person.caller.orders.place(input);
    await world.drainJobs();
    await person.caller.auth.deleteMe({ password });
    await world.drainJobs();
    const left = await boss.caller.orders.get({ idOrNumber: id });
    expect(left).toMatchObject({ status: 'cancelled', paymentStatus: 'failed', expiresAt: null });
    expect(left.timeline.at(-1)).toMatchObject({ type: 'cancelled', actor: 'customer' });
    expect((await boss.caller.products.get({ idOrSlug: productId })).available).toBe(5);
    expect((await boss.caller.orders.get({ idOrNumber: paid.id })).status).toBe('confirmed');
    expect(await inconsistencies(world.shop.db)).toEqual([]);
  });

  test('mails nothing about the orders afterwards', async () => {
    const { person, order, transferred } = await wellKnown();
    await deliver(order, transferred);
    const before = (await world.mails()).length;
    await person.caller.auth.deleteMe({ password });
    await world.drainJobs();
    const since = (await world.mails()).slice(0, -before || undefined);
    expect(since.map(({ to }) => to)).not.toContain(person.user.email);
    expect(since.filter(({ to }) => to.includes('erased'))).toEqual([]);
  });

  test('while an order is being placed leaves no order with the person in it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { person } = await wellKnown();
      const { id } = await boss.caller.products.create({ name: 'Lamp', price: 2_500, stock: 50 });
      const place = () =>
        person.caller.orders.place({
          ...orderInput({ items: [{ productId: id, quantity: 1 }] }),
          shippingAddress: { ...testAddress, fullName: `Racer ${round}` },
        });
      await Promise.allSettled([place(), person.caller.auth.deleteMe({ password }), place()]);
      expect(await everything()).not.toContain(`Racer ${round}`);
    }
  });
});

describe('the last admin', () => {
  test('cannot delete the account; one of two can', async () => {
    const shop = await createTestShop();
    try {
      const [ada, bob] = [await shop.signUp({ role: 'admin' }), await shop.signUp({ role: 'admin' })];
      await ada.caller.auth.deleteMe({ password });
      expect(await codeOf(bob.caller.auth.deleteMe({ password }))).toBe('LAST_ADMIN');
      await bob.caller.auth.me();
      const customer = await shop.signUp();
      await customer.caller.auth.deleteMe({ password });
    } finally {
      await shop.close();
    }
  });

  test('stays when all admins leave at the same time', async () => {
    const shop = await createTestShop();
    try {
      const admins = await Promise.all(Array.from({ length: 5 }, () => shop.signUp({ role: 'admin' })));
      const leaving = admins.map(({ caller }) => caller.auth.deleteMe({ password }));
      expect(await tally(leaving)).toEqual({ ok: 4, LAST_ADMIN: 1 });
    } finally {
      await shop.close();
    }
  });

  test('is told from others by the rule that guards roles too', async () => {
    const { db } = world.shop;
    const customer = await world.signUp();
    await db.transact((tx) => refuseLastAdmin(tx, customer.user.id));
    expect(await codeOf(db.transact((tx) => refuseLastAdmin(tx, boss.user.id)))).toBe('LAST_ADMIN');
    await db.transact((tx) => endSessions(tx, customer.user.id));
  });
});

test('an admin from the command line signs in at once, with a verified address', async () => {
  await createAdmin(world.shop, { email: 'root@example.com', name: 'Root', password: 'a long passphrase' });
  const { user } = await world.caller().auth.login({ email: 'root@example.com', password: 'a long passphrase' });
  expect(user).toMatchObject({ role: 'admin', emailVerified: true });
  const common = createAdmin(world.shop, { email: 'root2@example.com', name: 'Root', password: 'password' });
  expect(await codeOf(common)).toBe('VALIDATION');
});
