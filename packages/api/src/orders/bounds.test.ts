import { newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp, writePastOrders } from '../testing.ts';
import { mostLedgerRows, mostParts } from './admin-schema.ts';
import { orderJobs } from './jobs.ts';
import { ordersOfCustomer } from './lifecycle/erase-customer.ts';
import { mostEvents, mostOpenOrders, type Order } from './schema.ts';

const world = await createTestShop();
const { db } = world.shop;
afterAll(() => world.close());

let ada: SignedUp;
let bob: SignedUp;
let mug: { id: string; productId: string; sku: string; price: number; quantity: number };
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  const product = await ada.caller.products.create({ name: 'Mug', sku: 'MUG', price: 1_000, stock: 100 });
  mug = { id: product.variants[0]!.id, productId: product.id, sku: 'MUG', price: 1_000, quantity: 1 };
});

async function place(token: 'ok' | 'decline'): Promise<string> {
  const { id } = await bob.caller.orders.place(orderInput({ items: [{ variantId: mug.id, quantity: 1 }], token }));
  await world.drainJobs();
  return id;
}

/** A row for each number from 0. The numbers make it known in an answer. */
const rows = <Row>(count: number, row: (index: number, createdAt: Date) => Row): Row[] =>
  Array.from({ length: count }, (_, index) => row(index, new Date(Date.UTC(2030, 0, 1) + index * 1_000)));

async function failedPayments(orderId: string, count: number): Promise<void> {
  await db.transact(async (tx) => {
    const { payments } = tx.tables;
    await tx.insert(payments).values(
      rows(count, (index, createdAt) => {
        const failure = `failure ${index}`;
        return {
          id: newId(),
          orderId,
          provider: 'dummy',
          status: 'failed' as const,
          amount: 1_000,
          failure,
          createdAt,
          updatedAt: createdAt,
        };
      }),
    );
  });
}

test('an order shows the newest of each of its parts, oldest first, however many there are', async () => {
  const orderId = await place('ok');
  const other = await place('ok');
  await db.transact(async (tx) => {
    const { orderEvents, payments, refundRequests, refunds, mailDeliveries, stockLedger } = tx.tables;
    const ofOrder = eq(payments.orderId, orderId);
    const [payment] = await tx.select({ id: payments.id }).from(payments).where(ofOrder);
    const events = rows(mostEvents + 1, (index, createdAt) => {
      return { orderId, type: 'paid_late', actor: 'cli', data: { amount: index }, createdAt };
    });
    await tx.insert(orderEvents).values(events);
    const asked = rows(mostParts + 1, (index, createdAt) => {
      return { id: newId(), orderId, amount: 1, tax: [], reason: `reason ${index}`, actor: 'cli', createdAt };
    });
    await tx.insert(refundRequests).values(asked);
    const attempts = asked.map(({ id, createdAt }) => {
      const status = 'failed' as const;
      return {
        id: newId(),
        requestId: id,
        orderId,
        paymentId: payment!.id,
        amount: 1,
        status,
        createdAt,
        updatedAt: createdAt,
      };
    });
    await tx.insert(refunds).values(attempts);
    const sent = attempts.map(({ id, createdAt }) => ({
      subjectId: id,
      template: 'order-refunded',
      sentAt: createdAt,
    }));
    await tx.insert(mailDeliveries).values(sent);
    const changes = rows(mostLedgerRows + 1, (index, createdAt) => {
      const none = { onHandChange: 0, reservedChange: 0, onHandAfter: 100, reservedAfter: 0 };
      return { variantId: mug.id, reason: `change ${index}`, ...none, actor: 'cli', orderId, createdAt };
    });
    await tx.insert(stockLedger).values(changes);
    const never = new Date(Date.UTC(2099, 0, 1));
    for (let index = 0; index <= mostParts; index += 1) {
      tx.addJob({ name: orderJobs.eraseOrder.name, payload: { orderId, index }, maxAttempts: 1, runAt: never });
    }
  });
  await failedPayments(orderId, mostParts + 1);

  const shown = await ada.caller.admin.orders.get({ idOrNumber: orderId });
  const from1 = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
  const indices = Array.from({ length: mostEvents }, (_, index) => index + 1);
  expect(shown.timeline).toMatchObject(indices.map((amount) => ({ data: { amount } })));
  expect(shown.payments.map(({ failure }) => failure)).toEqual(from1(mostParts, 'failure'));
  expect(shown.refunds.map(({ reason }) => reason)).toEqual(from1(mostParts, 'reason'));
  expect(shown.refunds.every(({ attempts, status }) => attempts.length === 1 && status === 'failed')).toBe(true);
  expect(shown.ledger.map(({ reason }) => reason)).toEqual(from1(mostLedgerRows, 'change'));
  expect(shown.mails.map(({ refundId }) => refundId)).toEqual(shown.refunds.map(({ id }) => id));
  expect(shown.jobs).toHaveLength(mostParts);

  const { items } = await bob.caller.orders.list({});
  const timelines = new Map(items.map(({ id, timeline }) => [id, timeline]));
  expect(timelines.get(orderId)).toMatchObject(indices.map((amount) => ({ data: { amount } })));
  expect(timelines.get(other)?.[0]).toMatchObject({ type: 'placed', actor: 'customer' });

  const ledger = await ada.caller.admin.inventory.ledger({ order: orderId, limit: 100 });
  expect(ledger.items[0]).toMatchObject({ reason: `change ${mostLedgerRows}` });
  expect(ledger.nextCursor).not.toBeNull();
});

test('an order takes 100 payment attempts', async () => {
  const idOrNumber = await place('decline');
  await failedPayments(idOrNumber, 98);
  const pay = () => bob.caller.orders.pay({ idOrNumber, payment: { method: 'dummy', token: 'decline' } });
  await pay();
  await world.drainJobs();
  expect(await refusalOf(pay())).toMatchObject({
    code: 'VALIDATION',
    issues: [{ path: 'payment', message: expect.stringContaining('Cancel it and place a new order.') }],
  });
  expect((await ada.caller.admin.orders.get({ idOrNumber })).payments).toHaveLength(100);
});

test('an erasure names the newest open orders, however many there are', async () => {
  const { user, caller } = await world.signUp();
  const written = await writePastOrders(db, mostOpenOrders + 1, (index) => ({
    variants: [mug],
    order: { number: `OPEN-${index}`, status: 'confirmed', userId: user.id },
  }));
  const { openOrders } = await caller.auth.deleteMe({ password: 'correct horse' });
  expect(openOrders).toEqual(
    written
      .slice(1)
      .map(({ number }) => number)
      .sort(),
  );
});

test("a customer's own data has every event of an order", async () => {
  const orderId = await place('ok');
  const before = (await bob.caller.orders.get({ idOrNumber: orderId })).timeline.length;
  const events = rows(mostEvents + 1, (index, createdAt) => {
    return { orderId, type: 'paid_late', actor: 'cli', data: { amount: index }, createdAt };
  });
  await db.transact(async (tx) => void (await tx.insert(tx.tables.orderEvents).values(events)));
  const exported: Order[] = [];
  for await (const order of ordersOfCustomer(world.shop, bob.user.id)) exported.push(order);
  expect(exported.find(({ id }) => id === orderId)?.timeline).toHaveLength(before + mostEvents + 1);
});
