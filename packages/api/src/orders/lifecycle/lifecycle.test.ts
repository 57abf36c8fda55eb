import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, refusalOf, type SignedUp, tally } from '../../testing.ts';
import type { OrderStatus } from '../schema.ts';
import { allowedTransitions, transitions } from './transitions.ts';

// The clock advances by hours, and sessions must outlast them.
const world = await createTestShop({ ACCESS_TOKEN_EXPIRE_MINUTES: '10000' });
let ada: SignedUp;
let bob: SignedUp;
let eve: SignedUp;
let mug: { id: string; variantId: string };
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp({ name: 'Bob' });
  eve = await world.signUp({ name: 'Eve' });
  const product = await ada.caller.products.create({ name: 'Mug', price: 1_200, stock: 1_000 });
  mug = { id: product.id, variantId: product.variants[0]?.id ?? '' };
});
afterEach(async () => expect(await inconsistencies(world.shop.db)).toEqual([]));
afterAll(() => world.close());

const place = (input: Parameters<typeof orderInput>[0] = {}) =>
  bob.caller.orders.place(orderInput({ items: [{ productId: mug.id, quantity: 2 }], ...input }));

/** Places an order and moves it to `status`. */
async function orderIn(status: OrderStatus) {
  const order = await place();
  if (status === 'pending') return order;
  if (status === 'cancelled') return bob.caller.orders.cancel({ idOrNumber: order.id });
  await world.drainJobs();
  for (const next of ['processing', 'shipped', 'delivered'] as const) {
    const now = await ada.caller.admin.orders.get({ idOrNumber: order.id });
    if (now.status === status) return now;
    await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: next });
  }
  return ada.caller.admin.orders.get({ idOrNumber: order.id });
}

const stock = async () => (await ada.caller.products.get({ idOrSlug: mug.id })).variants[0];
const mailsTo = async (to: string) =>
  (await world.mails()).filter((mail) => mail.to === to).map(({ subject }) => subject);

describe('the table of transitions', () => {
  const statuses: OrderStatus[] = ['pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled'];

  test.each(statuses)('holds for an admin from %s to everywhere', async (from) => {
    for (const to of statuses) {
      if (to === 'pending' || to === from) continue;
      const order = await orderIn(from);
      const allowed = allowedTransitions(from, 'admin');
      const call = ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: to });
      if (allowed.includes(to)) {
        expect((await call).status).toBe(to);
      } else {
        expect(await refusalOf(call)).toEqual({ code: 'INVALID_TRANSITION', from, to, allowed });
      }
    }
    await world.drainJobs();
  });

  test.each(statuses)('holds for a customer who cancels from %s', async (from) => {
    const order = await orderIn(from);
    const call = bob.caller.orders.cancel({ idOrNumber: order.id });
    const isAllowed = transitions.some(
      (move) => move.from === from && move.to === 'cancelled' && move.by.includes('customer'),
    );
    if (isAllowed || from === 'cancelled') expect((await call).status).toBe('cancelled');
    else expect(await refusalOf(call)).toMatchObject({ code: 'INVALID_TRANSITION', from, to: 'cancelled' });
    await world.drainJobs();
  });

  test('says to each what they can do next', async () => {
    const order = await orderIn('confirmed');
    expect((await bob.caller.orders.get({ idOrNumber: order.id })).allowedTransitions).toEqual(['cancelled']);
    expect((await ada.caller.orders.get({ idOrNumber: order.id })).allowedTransitions).toEqual([
      'processing',
      'shipped',
      'cancelled',
    ]);
  });
});

describe('a move', () => {
  test('that was made already is answered with the order and repeats nothing', async () => {
    const order = await orderIn('processing');
    const tracking = { carrier: 'Royal Mail', number: 'RM1' };
    const shipment = { idOrNumber: order.id, status: 'shipped', tracking } as const;
    const first = await ada.caller.admin.orders.setStatus(shipment);
    const second = await ada.caller.admin.orders.setStatus(shipment);
    expect(second).toEqual(first);
    expect(second.tracking).toEqual({ ...tracking, url: null });
    await world.drainJobs();
    const mails = (await mailsTo(bob.user.email)).filter((subject) => subject.includes(order.number));
    expect(mails.filter((subject) => subject.includes('on its way'))).toHaveLength(1);
  });

  test('made by ten admins at once is made once', async () => {
    const order = await orderIn('confirmed');
    const calls = Array.from({ length: 10 }, () =>
      ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'shipped' }),
    );
    await Promise.all(calls);
    const { timeline } = await ada.caller.admin.orders.get({ idOrNumber: order.id });
    expect(timeline.filter(({ type }) => type === 'shipped')).toHaveLength(1);
  });

  test('to shipped and one to cancelled at the same time end in one of them', async () => {
    const order = await orderIn('confirmed');
    const outcome = await tally([
      ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'shipped' }),
      bob.caller.orders.cancel({ idOrNumber: order.id }),
    ]);
    expect(outcome).toEqual({ ok: 1, INVALID_TRANSITION: 1 });
    await world.drainJobs();
  });
});

describe('shipping and delivery', () => {
  test('take the pieces out of the stock and show the parcel', async () => {
    const before = await stock();
    const order = await orderIn('confirmed');
    const url = 'https://example.com/RM1';
    const shipped = await ada.caller.admin.orders.setStatus({
      idOrNumber: order.id,
      status: 'shipped',
      tracking: { carrier: 'Royal Mail', number: 'RM1', url },
    });
    expect(shipped).toMatchObject({
      fulfillmentStatus: 'shipped',
      tracking: { carrier: 'Royal Mail', number: 'RM1', url },
    });
    const after = await stock();
    expect(after?.onHand).toBe((before?.onHand ?? 0) - 2);
    expect(after?.reserved).toBe(before?.reserved);
    const delivered = await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'delivered' });
    expect(delivered.fulfillmentStatus).toBe('delivered');
  });

  test('take tracking that is given later, whatever the order is called by', async () => {
    const order = await orderIn('shipped');
    const setStatus = (status: 'shipped' | 'delivered', tracking: object) =>
      ada.caller.admin.orders.setStatus({ idOrNumber: order.number.toLowerCase(), status, tracking });
    expect(order.tracking).toEqual({ carrier: null, number: null, url: null });
    await setStatus('shipped', { carrier: 'Royal Mail', number: 'RM1' });
    const corrected = await setStatus('shipped', { number: 'RM2' });
    expect(corrected.tracking).toEqual({ carrier: 'Royal Mail', number: 'RM2', url: null });
    expect(await setStatus('shipped', { number: 'RM2' })).toEqual(corrected);
    const delivered = await setStatus('delivered', { url: 'https://example.com/RM2' });
    expect(delivered.tracking).toEqual({ carrier: 'Royal Mail', number: 'RM2', url: 'https://example.com/RM2' });
    const changes = delivered.timeline.filter(({ type }) => type === 'tracking_changed');
    expect(changes).toHaveLength(3);
    const { items } = await ada.caller.admin.audit({ target: order.id });
    expect(items.filter(({ after }) => after?.['trackingNumber'] === 'RM2')).toMatchObject([
      { before: { trackingNumber: 'RM1' } },
    ]);
  });

  test('refuse tracking and a reason that would be dropped', async () => {
    const order = await orderIn('confirmed');
    const { setStatus, cancel } = ada.caller.admin.orders;
    const dropped = {
      tracking: { status: 'processing', tracking: { number: 'RM1' } },
      reason: { status: 'shipped', reason: 'x' },
    } as const;
    for (const [path, input] of Object.entries(dropped)) {
      const refusal = await refusalOf(setStatus({ idOrNumber: order.id, ...input }));
      expect(refusal).toMatchObject({ code: 'VALIDATION', issues: [{ path }] });
    }
    const reason = 'Out of clay.';
    const cancelled = await cancel({ idOrNumber: order.id, reason });
    expect(await cancel({ idOrNumber: order.id, reason })).toEqual(cancelled);
    const another = { idOrNumber: order.id, reason: 'Out of glaze.' };
    const refusal = { code: 'INVALID_TRANSITION', from: 'cancelled', to: 'cancelled', allowed: [] };
    expect(await refusalOf(cancel(another))).toEqual(refusal);
    expect(await refusalOf(setStatus({ ...another, status: 'cancelled' }))).toEqual(refusal);
  });
});

describe('cancelling', () => {
  test('a pending order frees its stock, voids its payment, and is counted for its customer', async () => {
    const before = await stock();
    const counted = (await bob.caller.auth.me()).cancelledOrders;
    const order = await place();
    const cancelled = await bob.caller.orders.cancel({ idOrNumber: order.id, reason: 'Ordered twice.' });
    expect(cancelled).toMatchObject({
      status: 'cancelled',
      paymentStatus: 'unpaid',
      expiresAt: null,
      allowedTransitions: [],
    });
    expect(cancelled.timeline.at(-1)).toMatchObject({
      type: 'cancelled',
      actor: 'customer',
      data: { reason: 'Ordered twice.' },
    });
    expect(await stock()).toEqual(before);
    expect((await bob.caller.auth.me()).cancelledOrders).toBe(counted + 1);

    await bob.caller.orders.cancel({ idOrNumber: order.id });
    expect((await bob.caller.auth.me()).cancelledOrders).toBe(counted + 1);
    await world.drainJobs();
    expect((await bob.caller.orders.get({ idOrNumber: order.id })).paymentStatus).toBe('unpaid');
    expect(await mailsTo(bob.user.email)).toContain(`Order ${order.number} cancelled`);
  });

  test('a paid order gives the money back', async () => {
    const order = await orderIn('processing');
    const cancelled = await bob.caller.orders.cancel({ idOrNumber: order.id });
    expect(cancelled).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded', refunded: order.total });
    await world.drainJobs();
    const { timeline } = await bob.caller.orders.get({ idOrNumber: order.id });
    expect(timeline.map(({ type }) => type)).toEqual([
      'placed',
      'paid',
      'confirmed',
      'processing',
      'cancelled',
      'refund_requested',
      'refunded',
    ]);
    expect((await mailsTo(bob.user.email)).filter((subject) => subject.includes(order.number))).toHaveLength(4);
  });

  test('by an admin is not counted for the customer', async () => {
    const counted = (await bob.caller.auth.me()).cancelledOrders;
    const order = await place();
    const cancelled = await ada.caller.admin.orders.cancel({ idOrNumber: order.id, reason: 'Out of clay.' });
    expect(cancelled.timeline.at(-1)).toMatchObject({ actor: 'admin', data: { by: 'store', reason: 'Out of clay.' } });
    expect((await bob.caller.auth.me()).cancelledOrders).toBe(counted);
  });
});

describe('cash on delivery', () => {
  test('confirms at once, never expires, and is paid when it is delivered', async () => {
    const order = await place({ payment: { method: 'cod' } });
    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'unpaid', expiresAt: null });
    world.clock.advance({ hours: 2 });
    await world.drainJobs();
    await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'shipped' });
    const delivered = await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'delivered' });
    expect(delivered).toMatchObject({ status: 'delivered', paymentStatus: 'paid' });
    await world.drainJobs();
    const mails = (await mailsTo(bob.user.email)).filter((subject) => subject.includes(order.number));
    expect(mails).toHaveLength(2);
  });

  test('that is cancelled has nothing to give back', async () => {
    const order = await place({ payment: { method: 'cod' } });
    expect(await bob.caller.orders.cancel({ idOrNumber: order.id })).toMatchObject({
      status: 'cancelled',
      refunded: 0,
    });
  });
});

describe('paying again', () => {
  test('after a decline confirms the order', async () => {
    const order = await place({ token: 'decline' });
    await world.drainJobs();
    expect(await bob.caller.orders.get({ idOrNumber: order.id })).toMatchObject({
      status: 'pending',
      paymentStatus: 'failed',
      payment: { failure: 'card_declined' },
    });
    await bob.caller.orders.pay({ idOrNumber: order.id, payment: { method: 'dummy' } });
    await world.drainJobs();
    expect(await bob.caller.orders.get({ idOrNumber: order.id })).toMatchObject({
      status: 'confirmed',
      paymentStatus: 'paid',
      payment: { failure: null },
    });
  });

  test('while an attempt is under way is refused, and of twenty at once one begins', async () => {
    const order = await place({ token: 'decline' });
    const pay = () => bob.caller.orders.pay({ idOrNumber: order.id, payment: { method: 'dummy' } });
    expect(await refusalOf(pay())).toEqual({ code: 'PAYMENT_IN_PROGRESS' });
    await world.drainJobs();
    expect(await tally(Array.from({ length: 20 }, pay))).toEqual({ ok: 1, PAYMENT_IN_PROGRESS: 19 });
    await world.drainJobs();
    const refusal = { code: 'INVALID_TRANSITION', from: 'confirmed', to: 'confirmed', allowed: ['cancelled'] };
    expect(await refusalOf(pay())).toEqual(refusal);
  });

  test('can change to cash on delivery', async () => {
    const order = await place({ token: 'decline' });
    await world.drainJobs();
    const paid = await bob.caller.orders.pay({ idOrNumber: order.id, payment: { method: 'cod' } });
    expect(paid).toMatchObject({ status: 'confirmed', payment: { method: 'cod' } });
    expect((await bob.caller.orders.get({ idOrNumber: order.id })).status).toBe('confirmed');
  });

  test('is over when the order has expired', async () => {
    const order = await place({ token: 'decline' });
    world.clock.advance({ minutes: 31 });
    await world.drainJobs();
    const call = bob.caller.orders.pay({ idOrNumber: order.id, payment: { method: 'dummy' } });
    expect(await refusalOf(call)).toEqual({
      code: 'INVALID_TRANSITION',
      from: 'cancelled',
      to: 'confirmed',
      allowed: [],
    });
  });

  test('is over in time, although no worker has cancelled the order yet', async () => {
    const order = await place({ token: 'decline' });
    await world.drainJobs();
    world.clock.advance({ minutes: 30 });
    const call = bob.caller.orders.pay({ idOrNumber: order.id, payment: { method: 'dummy' } });
    expect(await refusalOf(call)).toEqual({ code: 'PAYMENT_TOO_LATE', expiresAt: order.expiresAt });
  });
});

describe('an order that was paid by hand', () => {
  test('is confirmed, with the money in its books', async () => {
    const order = await place({ token: 'decline' });
    await world.drainJobs();
    const paid = await ada.caller.admin.orders.markPaid({ idOrNumber: order.id, reference: 'Transfer 42' });
    expect(paid).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(paid.timeline.at(-1)).toMatchObject({ type: 'paid', actor: 'admin', data: { reference: 'Transfer 42' } });
    expect(await refusalOf(ada.caller.admin.orders.markPaid({ idOrNumber: order.id }))).toEqual({
      code: 'ALREADY_PAID',
    });
  });
});

describe("somebody else's order", () => {
  test('does not exist: reading, cancelling, paying', async () => {
    const { id, number } = await place();
    expect(await refusalOf(eve.caller.orders.get({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(eve.caller.orders.get({ idOrNumber: number }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(eve.caller.orders.cancel({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(eve.caller.orders.pay({ idOrNumber: id, payment: { method: 'dummy' } }))).toEqual({
      code: 'NOT_FOUND',
    });
    expect(await refusalOf(ada.caller.orders.pay({ idOrNumber: id, payment: { method: 'dummy' } }))).toEqual({
      code: 'NOT_FOUND',
    });
    expect((await eve.caller.orders.list({})).items).toEqual([]);
  });
});
