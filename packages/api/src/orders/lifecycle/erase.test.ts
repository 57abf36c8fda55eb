import { dumpDatabase } from '@cartwright/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAddress } from '../../testing/orders.ts';
import {
  createTestShop,
  inconsistencies,
  orderInput,
  personalDataOf,
  refusalOf,
  type SignedUp,
} from '../../testing.ts';
import { recordRefund } from '../refund/record-refund.ts';
import { eraseClosedOrders, eraseOrder } from './erase.ts';

const world = await createTestShop();
const { shop, clock } = world;
const { db } = shop;
afterAll(() => world.close());

let ada: SignedUp;
let productId: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  productId = (await ada.caller.products.create({ name: 'Lamp', price: 2_500, stock: 500 })).id;
});

let people = 0;

/** Makes a customer with a paid order that contains a unique text. */
async function paid() {
  const trace = `Skłodowska ${(people += 1)}`;
  const person = await world.signUp({ name: `Marie ${trace}` });
  const shippingAddress = { ...testAddress, fullName: `M. ${trace}`, line1: `12 ${trace} Road` };
  const input = orderInput({ items: [{ productId, quantity: 2 }], note: `Ring twice for ${trace}` });
  const { id, number } = await person.caller.orders.place({ ...input, shippingAddress });
  await world.drainJobs();
  return { person, trace, id, number, email: person.user.email };
}

/** Deletes the account of a customer with an open order. */
async function left() {
  const order = await paid();
  const answer = await order.person.caller.auth.deleteMe({ password: 'correct horse' });
  expect(answer).toEqual({ openOrders: [order.number] });
  return order;
}

type Left = Awaited<ReturnType<typeof left>>;

const setStatus = (id: string, status: 'shipped' | 'delivered') =>
  ada.caller.admin.orders.setStatus({ idOrNumber: id, status });
const addressOf = async (idOrNumber: string) =>
  (await ada.caller.admin.orders.get({ idOrNumber })).shippingAddress.fullName;

/** Advances the clock and signs the admin in again. */
async function afterDays(days: number): Promise<void> {
  clock.advance({ days });
  ada = await world.signUp({ role: 'admin' });
}
const mailsTo = async (email: string) =>
  (await world.mails()).filter(({ to }) => to === email).map(({ subject }) => subject);

/** The stored rows that contain a customer's text or address, without sent e-mails. */
async function storedOf({ trace, email }: Pick<Left, 'trace' | 'email'>): Promise<unknown[]> {
  const stored = await dumpDatabase(world.database.url);
  return stored.filter(({ table, value }) => table !== 'dev_mails' && (value.includes(trace) || value.includes(email)));
}

describe('an account that is deleted while an order is open', () => {
  test('is gone at once, and its address is free', async () => {
    const { person, email, id } = await left();
    expect(await refusalOf(world.caller({ accessToken: person.accessToken }).auth.me())).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const { user, accessToken = '' } = await world
      .caller()
      .auth.register({ email, name: 'Somebody Else', password: 'battery staple' });
    expect(user.id).not.toBe(person.user.id);
    const other = world.caller({ accessToken });
    expect(await personalDataOf(other)).toMatchObject({ orders: [] });
    expect(await refusalOf(other.orders.get({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
    await other.auth.deleteMe({ password: 'battery staple' });
  });

  test('leaves to the order what it needs, and nothing anywhere else', async () => {
    const order = await left();
    expect(await addressOf(order.id)).toBe(`M. ${order.trace}`);
    expect(await storedOf(order)).toEqual(
      ['email', 'customer_name', 'shipping_address', 'note'].map((column) =>
        expect.objectContaining({ table: 'orders', column }),
      ),
    );
    const { timeline } = await ada.caller.orders.get({ idOrNumber: order.id });
    expect(timeline[0]).toMatchObject({ type: 'placed', actor: 'customer' });
  });

  test('by an admin leaves the same, and the admin is told which orders are open', async () => {
    const order = await paid();
    const answer = await ada.caller.admin.users.remove({ id: order.person.user.id });
    expect(answer).toEqual({ openOrders: [order.number] });
    expect(await addressOf(order.id)).toBe(`M. ${order.trace}`);
  });

  test('takes what a customer wrote about a refund along', async () => {
    const { person, id, trace, number } = await paid();
    await person.caller.orders.cancel({ idOrNumber: id, reason: `Because of ${trace}` });
    expect(await person.caller.auth.deleteMe({ password: 'correct horse' })).toEqual({ openOrders: [number] });
    const columns = (await storedOf({ trace, email: person.user.email })) as { column: string }[];
    expect(columns.map(({ column }) => column)).toEqual(['email', 'customer_name', 'shipping_address', 'note']);
  });
});

describe('the customer of such an order is erased', () => {
  test('when it is delivered, after the mail that it was shipped', async () => {
    const order = await left();
    await setStatus(order.id, 'shipped');
    await world.drainJobs();
    expect((await mailsTo(order.email))[0]).toContain(order.number);
    expect(await addressOf(order.id)).toBe(`M. ${order.trace}`);
    await setStatus(order.id, 'delivered');
    await world.drainJobs();
    expect(await storedOf(order)).toEqual([]);
    expect(await ada.caller.admin.orders.get({ idOrNumber: order.id })).toMatchObject({
      status: 'delivered',
      paymentStatus: 'paid',
      total: expect.any(Number),
      shippingAddress: { fullName: 'Erased', country: testAddress.country },
    });
  });

  test('when its cancellation is refunded, after the mails about both', async () => {
    const order = await left();
    const before = (await mailsTo(order.email)).length;
    await ada.caller.admin.orders.cancel({ idOrNumber: order.id });
    expect(await addressOf(order.id)).toBe(`M. ${order.trace}`);
    await world.drainJobs();
    clock.advance({ minutes: 6 });
    await world.drainJobs();
    expect(await mailsTo(order.email)).toHaveLength(before + 2);
    expect(await storedOf(order)).toEqual([]);
    expect(await inconsistencies(db)).toEqual([]);
  });

  test('when a refund that was on its way at the delivery has arrived', async () => {
    const order = await paid();
    await setStatus(order.id, 'shipped');
    await setStatus(order.id, 'delivered');
    await ada.caller.admin.orders.refund({ idOrNumber: order.id, amount: 100 });
    expect(await order.person.caller.auth.deleteMe({ password: 'correct horse' })).toEqual({
      openOrders: [order.number],
    });
    await world.drainJobs();
    clock.advance({ minutes: 6 });
    await world.drainJobs();
    expect(await storedOf(order)).toEqual([]);
  });

  test('not while money of a cancelled order is still owed', async () => {
    const order = await left();
    await ada.caller.admin.orders.cancel({ idOrNumber: order.id });
    const { refunds } = db.tables;
    const [refund] = await db.read.select().from(refunds).where(eq(refunds.orderId, order.id));
    await recordRefund(shop, refund?.id ?? '', { status: 'failed', reason: 'account_closed' }, 'job:test');
    await world.drainJobs();
    await afterDays(3);
    await eraseClosedOrders(shop);
    expect(await addressOf(order.id)).toBe(`M. ${order.trace}`);
    await ada.caller.admin.orders.refund({ idOrNumber: order.id });
    await world.drainJobs();
    clock.advance({ minutes: 6 });
    await world.drainJobs();
    expect(await storedOf(order)).toEqual([]);
  });

  test('once its last mail went out, or a day later at the latest', async () => {
    const order = await left();
    await db.transact(async (tx) => {
      await tx.delete(tx.tables.payments).where(eq(tx.tables.payments.orderId, order.id));
    });
    await ada.caller.admin.orders.cancel({ idOrNumber: order.id });
    await eraseOrder(shop, order.id);
    expect(await addressOf(order.id)).toBe(`M. ${order.trace}`);
    await afterDays(2);
    await eraseOrder(shop, order.id);
    expect(await storedOf(order)).toEqual([]);
    const before = (await mailsTo(order.email)).length;
    await world.drainJobs();
    expect(await mailsTo(order.email)).toHaveLength(before);
  });

  test('by the sweeper where the job of the order was lost', async () => {
    const order = await left();
    await db.transact(async (tx) => {
      const { orders } = tx.tables;
      await tx.update(orders).set({ status: 'delivered', updatedAt: clock.now() }).where(eq(orders.id, order.id));
    });
    await eraseClosedOrders(shop);
    expect(await addressOf(order.id)).toBe(`M. ${order.trace}`);
    await afterDays(2);
    await eraseClosedOrders(shop);
    expect(await storedOf(order)).toEqual([]);
  });
});
