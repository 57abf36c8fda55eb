import type { Charge, PaymentProvider, PaymentState } from '@cartwright/kernel/ports';
import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, rowCounts, type SignedUp } from '../../testing.ts';
import { orderHandlers } from '../handlers.ts';

// The clock advances by hours, and sessions must outlast them.
const world = await createTestShop({ ACCESS_TOKEN_EXPIRE_MINUTES: '10000' });
const { shop, clock } = world;
const dummy = shop.paymentProviders.get('dummy')!;
let ada: SignedUp;
let bob: SignedUp;
let lampId: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
});
afterEach(async () => {
  (shop.paymentProviders as Map<string, PaymentProvider>).set('dummy', dummy);
  expect(await inconsistencies(shop.db)).toEqual([]);
});
afterAll(() => world.close());

async function place(token?: 'ok' | 'decline' | 'timeout' | 'flaky') {
  lampId = (await ada.caller.products.create({ name: 'Lamp', price: 1_000, stock: 5 })).id;
  const input = orderInput({ items: [{ productId: lampId, quantity: 2 }], ...(token && { token }) });
  return (await bob.caller.orders.place(input)).id;
}

async function read(idOrNumber: string) {
  const order = await bob.caller.orders.get({ idOrNumber });
  return { ...order, events: order.timeline.map(({ type }) => type) };
}

const count = ({ events }: { events: string[] }, type: string) => events.filter((event) => event === type).length;

const available = async () => (await world.caller().products.get({ idOrSlug: lampId })).available;

/** The subjects of the e-mails about an order, oldest first, without its number. */
async function mailsAbout(id: string) {
  const { number } = await read(id);
  const mails = (await world.mails()).filter(({ subject, text }) => `${subject} ${text}`.includes(number));
  return mails.reverse().map(({ subject }) => subject.replace(number, '…'));
}

/** Installs a provider with the given behaviour, and returns its recorded charges. */
function usingProvider(charge: (charge: Charge) => Promise<PaymentState>): Charge[] {
  const charges: Charge[] = [];
  (shop.paymentProviders as Map<string, PaymentProvider>).set('dummy', {
    ...dummy,
    charge: (given) => {
      charges.push(given);
      return charge(given);
    },
  });
  return charges;
}

const jobContext = (attempt = 1) => ({ shop, attempt, isLastAttempt: attempt === 4 });

async function paymentOf(orderId: string) {
  const { payments } = shop.db.tables;
  const [payment] = await shop.db.read.select().from(payments).where(eq(payments.orderId, orderId));
  return payment!;
}

describe('a payment', () => {
  test('that succeeds confirms the order, and two mails go out', async () => {
    const id = await place('ok');
    await world.drainJobs();
    const order = await read(id);
    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'paid', expiresAt: null });
    expect(count(order, 'paid')).toBe(1);
    expect(await available()).toBe(3);
    expect(await mailsAbout(id)).toHaveLength(2);
    const { captured, token, reference } = await paymentOf(id);
    expect({ captured, token, reference }).toEqual({
      captured: order.total,
      token: null,
      reference: expect.any(String),
    });
  });

  test('whose job runs again charges once, and every mail goes out once', async () => {
    const id = await place('ok');
    const charges = usingProvider((charge) => dummy.charge(charge));
    const payment = await paymentOf(id);
    await world.drainJobs();
    const [before, mails] = [await rowCounts(shop.db), await mailsAbout(id)];
    await orderHandlers.chargePayment(jobContext(2), { paymentId: payment.id });
    for (const template of ['order-received', 'order-paid'] as const) {
      await orderHandlers.sendOrderMail(jobContext(2), { orderId: id, template });
    }
    await world.drainJobs();
    expect(await rowCounts(shop.db)).toEqual(before);
    expect(await mailsAbout(id)).toEqual(mails);
    expect(charges).toHaveLength(1);
  });

  test('whose answer two workers bring at the same time is applied once', async () => {
    const id = await place('ok');
    const { id: paymentId } = await paymentOf(id);
    await Promise.all([1, 2, 3].map(() => orderHandlers.chargePayment(jobContext(), { paymentId })));
    expect(count(await read(id), 'paid')).toBe(1);
  });

  test('is asked for with the order’s total and number, and its own id as the key', async () => {
    const id = await place('ok');
    const charges = usingProvider((charge) => dummy.charge(charge));
    await world.drainJobs();
    const { number, total: amount, currency } = await read(id);
    const { id: paymentId } = await paymentOf(id);
    expect(charges).toMatchObject([{ paymentId, orderNumber: number, amount, currency, token: 'ok' }]);
  });

  test('that is declined is not tried again, and the customer is told', async () => {
    const id = await place('decline');
    const charges = usingProvider((charge) => dummy.charge(charge));
    await world.drainJobs();
    clock.advance({ minutes: 20 });
    await world.drainJobs();
    const order = await read(id);
    expect(order).toMatchObject({ status: 'pending', paymentStatus: 'failed', payment: { failure: 'card_declined' } });
    expect(order.events).toEqual(['placed', 'payment_failed']);
    expect(charges).toHaveLength(1);
    const mails = await mailsAbout(id);
    expect(mails).toHaveLength(2);
  });

  test('that gets no answer twice is paid at the third try', async () => {
    const id = await place('flaky');
    const charges = usingProvider((charge) => dummy.charge(charge));
    await drainWithTime(6);
    expect(await read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(charges).toHaveLength(3);
    expect(new Set(charges.map(({ paymentId }) => paymentId)).size).toBe(1);
  });

  test('that never gets an answer is tried again three times, and has then failed', async () => {
    const id = await place('timeout');
    const charges = usingProvider((charge) => dummy.charge(charge));
    await drainWithTime(8);
    const order = await read(id);
    expect(order).toMatchObject({ status: 'pending', paymentStatus: 'failed', payment: { failure: 'no_answer' } });
    expect(order.events).toEqual(['placed', 'payment_failed']);
    expect(charges).toHaveLength(4);
    expect(await mailsAbout(id)).toHaveLength(2);
  });

  test('that succeeds at the last try, but cannot be written down, is not called declined', async () => {
    const id = await place('ok');
    const { id: paymentId } = await paymentOf(id);
    usingProvider(async ({ amount }) => ({
      status: 'captured',
      amount,
      get reference(): string {
        throw new Error('The database went away.');
      },
    }));
    await orderHandlers.chargePayment(jobContext(4), { paymentId }).catch(() => {});
    expect((await read(id)).paymentStatus).not.toBe('failed');
    usingProvider((charge) => dummy.charge(charge));
    await world.drainJobs();
    expect((await read(id)).paymentStatus).toBe('paid');
  });
});

describe('an order that is not paid', () => {
  test('is cancelled after 30 minutes and not before, its stock is free, and the customer is told', async () => {
    const id = await place('decline');
    await world.drainJobs();
    clock.advance({ minutes: 29 });
    await world.drainJobs();
    expect(await read(id)).toMatchObject({ status: 'pending' });
    expect(await available()).toBe(3);

    clock.advance({ minutes: 1 });
    await world.drainJobs();
    const order = await read(id);
    expect(order).toMatchObject({ status: 'cancelled', expiresAt: null, fulfillmentStatus: 'unfulfilled' });
    expect(order.events).toEqual(['placed', 'payment_failed', 'cancelled']);
    expect(order.timeline.at(-1)).toMatchObject({ actor: 'system' });
    expect(await available()).toBe(5);
    expect(await mailsAbout(id)).toHaveLength(3);
  });

  test('is cancelled once, when the job runs again', async () => {
    const id = await place('decline');
    clock.advance({ minutes: 31 });
    await world.drainJobs();
    await orderHandlers.expireOrder(jobContext(2), { orderId: id });
    await Promise.all([1, 2, 3].map(() => orderHandlers.expireOrder(jobContext(3), { orderId: id })));
    expect(count(await read(id), 'cancelled')).toBe(1);
    expect(await available()).toBe(5);
  });

  test('frees its stock for the next customer', async () => {
    const id = await place('decline');
    const rest = orderInput({ items: [{ productId: lampId, quantity: 5 }] });
    clock.advance({ minutes: 31 });
    await world.drainJobs();
    const carol = await world.signUp();
    expect(await carol.caller.orders.place(rest)).toMatchObject({ status: 'pending' });
    expect((await read(id)).status).toBe('cancelled');
  });

  test('waits half an hour for a charge that has no answer, and is then cancelled with its payment and its token', async () => {
    const id = await place('ok');
    const order = await read(id);
    const expire = async () => {
      const { expiresAt } = await read(id);
      clock.advance({ minutes: ((expiresAt?.getTime() ?? 0) - clock.now().getTime()) / 60_000 });
      await orderHandlers.expireOrder(jobContext(), { orderId: id });
    };
    for (let time = 0; time < 6; time += 1) await expire();
    expect(await read(id)).toMatchObject({
      status: 'pending',
      expiresAt: new Date((order.expiresAt?.getTime() ?? 0) + 30 * 60_000),
    });
    expect(await paymentOf(id)).toMatchObject({ status: 'created' });
    await expire();
    expect((await read(id)).status).toBe('cancelled');
    expect(await paymentOf(id)).toMatchObject({ status: 'voided', token: null, captured: 0 });
    const charges = usingProvider((charge) => dummy.charge(charge));
    await world.drainJobs();
    expect(charges.filter(({ orderNumber }) => orderNumber === order.number)).toEqual([]);
  });
});

test('a paid order does not expire', async () => {
  const id = await place('ok');
  await world.drainJobs();
  clock.advance({ hours: 24 });
  await world.drainJobs();
  expect(await read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
  expect(await available()).toBe(3);
});

test('money that arrives after the order was cancelled does not revive it, and is written down', async () => {
  const id = await place('ok');
  const { id: paymentId } = await paymentOf(id);
  usingProvider(async (charge) => {
    await ada.caller.orders.cancel({ idOrNumber: id });
    return dummy.charge(charge);
  });
  await orderHandlers.chargePayment(jobContext(), { paymentId });
  const order = await read(id);
  expect(order.status).toBe('cancelled');
  expect(order.events.slice(0, 3)).toEqual(['placed', 'cancelled', 'paid_late']);
  expect(await paymentOf(id)).toMatchObject({ status: 'captured', captured: order.total });
  expect(await available()).toBe(5);
});

test.each(['ok', 'decline'] as const)('a charge that ends with %s after the time is over decides', async (token) => {
  const id = await place(token);
  const { id: paymentId } = await paymentOf(id);
  usingProvider(async (charge) => {
    clock.advance({ minutes: 31 });
    await orderHandlers.expireOrder(jobContext(), { orderId: id });
    return dummy.charge(charge);
  });
  await orderHandlers.chargePayment(jobContext(), { paymentId });
  expect(await read(id)).toMatchObject({
    events: ['placed', 'expiry_postponed', ...(token === 'ok' ? ['paid', 'confirmed'] : ['payment_failed'])],
    status: token === 'ok' ? 'confirmed' : 'pending',
  });
  clock.advance({ minutes: 6 });
  await world.drainJobs();
  expect((await read(id)).status).toBe(token === 'ok' ? 'confirmed' : 'cancelled');
});

test('a decline that arrives after the order was cancelled changes nothing', async () => {
  const id = await place('decline');
  const { id: paymentId } = await paymentOf(id);
  usingProvider(async (charge) => {
    await ada.caller.orders.cancel({ idOrNumber: id });
    return dummy.charge(charge);
  });
  await orderHandlers.chargePayment(jobContext(), { paymentId });
  expect((await read(id)).events).toEqual(['placed', 'cancelled']);
  expect(await paymentOf(id)).toMatchObject({ status: 'voided' });
});

test('an order that is paid while it expires is paid', async () => {
  const ids: string[] = [];
  while (ids.length < 10) ids.push(await place('ok'));
  clock.advance({ minutes: 31 });
  await Promise.all(
    ids.map(async (orderId) => {
      const { id: paymentId } = await paymentOf(orderId);
      await Promise.all([
        orderHandlers.chargePayment(jobContext(), { paymentId }),
        orderHandlers.expireOrder(jobContext(), { orderId }),
      ]);
    }),
  );
  for (const id of ids) {
    const order = await read(id);
    expect(order.status).toBe('confirmed');
    expect([count(order, 'paid'), count(order, 'cancelled')]).toEqual([1, 0]);
  }
});

test('a mail that is refused once is sent at the next try, once', async () => {
  const { mailDeliveries } = shop.db.tables;
  const id = await place('ok');
  const { send } = shop.mailer;
  let refusals = 1;
  shop.mailer.send = async (mail) => {
    if (refusals-- > 0) throw new Error('451 try again later');
    return send(mail);
  };
  try {
    await drainWithTime(3);
  } finally {
    shop.mailer.send = send;
  }
  expect(await mailsAbout(id)).toHaveLength(2);
  const sent = and(eq(mailDeliveries.subjectId, id), eq(mailDeliveries.template, 'order-received'));
  expect(await shop.db.read.$count(mailDeliveries, sent)).toBe(1);
});

/** Advances the clock between runs, because a failed job waits longer each time. */
async function drainWithTime(times: number) {
  for (let run = 0; run < times; run += 1) {
    await world.drainJobs();
    clock.advance({ minutes: 3 });
  }
}
