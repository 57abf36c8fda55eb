import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, refusalOf, type SignedUp, tally } from '../../testing.ts';
import { recordRefund } from '../refund/record-refund.ts';

const world = await createTestShop({ ACCESS_TOKEN_EXPIRE_MINUTES: '525600', GUEST_CHECKOUT: 'on' });
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
let mug: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  mug = (await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 1_000 })).variants[0]!.id;
});
afterEach(async () => {
  await world.drainJobs();
  expect(await inconsistencies(shop.db)).toEqual([]);
});
afterAll(() => world.close());

/** Places and ships an order of three mugs. */
async function shipped({ caller }: SignedUp = bob) {
  const { id } = await caller.orders.place(orderInput({ items: [{ variantId: mug, quantity: 3 }] }));
  await world.drainJobs();
  return ada.caller.admin.orders.ship({ idOrNumber: id });
}
const deliver = (id: string) => ada.caller.admin.orders.setStatus({ idOrNumber: id, status: 'delivered' });
const mugs = (quantity: number) => [{ variantId: mug, quantity, reason: 'damaged' as const }];
const ask = async (idOrNumber: string, quantity: number, fields: object = {}) =>
  (await bob.caller.orders.requestReturn({ idOrNumber, lines: mugs(quantity), ...fields })).returns.at(-1)!.id;
const admin = () => ada.caller.admin.returns;
const receive = (id: string, restock: number, fields: object = {}) =>
  admin().receive({ id, lines: [{ variantId: mug, restock }], ...fields });
const read = (idOrNumber: string) => ada.caller.admin.orders.get({ idOrNumber });
async function onHand() {
  const { variants } = shop.db.tables;
  const [row] = await shop.db.read.select().from(variants).where(eq(variants.id, mug));
  return row!.onHand;
}

describe('a return', () => {
  test('is requested, approved, received in parts into stock and written off, and closed', async () => {
    const { id } = await shipped();
    await deliver(id);
    const before = await onHand();
    const returnId = await ask(id, 3, { reason: 'Broken in the box' });
    expect(await refusalOf(receive(returnId, 1))).toMatchObject({
      code: 'INVALID_TRANSITION',
      from: 'requested',
      allowed: ['approved', 'rejected'],
    });
    await admin().approve({ id: returnId });
    expect(await receive(returnId, 1)).toMatchObject({ status: 'received', refunded: 0 });
    const second = await admin().receive({ id: returnId, lines: [{ variantId: mug, restock: 1, writeOff: 1 }] });
    expect(second.lines).toMatchObject([
      { quantity: 3, restockedQuantity: 2, writtenOffQuantity: 1, reason: 'damaged' },
    ]);
    expect(await refusalOf(receive(returnId, 1))).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'lines' }] });
    expect(await onHand()).toBe(before + 2);
    await admin().close({ id: returnId });

    const order = await bob.caller.orders.get({ idOrNumber: id });
    expect(order).toMatchObject({ status: 'delivered', fulfillmentStatus: 'returned', refunded: 0 });
    expect(order.items[0]).toMatchObject({ returnedQuantity: 3 });
    expect(order.returns).toMatchObject([{ id: returnId, status: 'closed', reason: 'Broken in the box' }]);
    expect(order.timeline.slice(-5).map(({ type, actor, data }) => [type, actor, data])).toEqual([
      ['return_requested', 'customer', { returnId, kind: 'return', reason: 'Broken in the box' }],
      ['return_approved', 'admin', { returnId }],
      ['return_received', 'admin', { returnId, restocked: 1, writtenOff: 0 }],
      ['return_received', 'admin', { returnId, restocked: 1, writtenOff: 1 }],
      ['return_closed', 'admin', { returnId }],
    ]);
    const { ledger } = await read(id);
    expect(ledger.slice(-3).map(({ reason, onHandChange }) => [reason, onHandChange])).toEqual([
      ['returned', 1],
      ['returned', 1],
      ['written_off', 0],
    ]);
    const { items } = await ada.caller.admin.audit({ target: returnId });
    expect(items.map(({ action }) => action)).toEqual(
      ['close', 'receive', 'receive', 'approve'].map((verb) => `admin.returns.${verb}`),
    );
  });

  test('has at most what was shipped, did not come back and is in no other open return', async () => {
    const { id } = await shipped();
    const first = await ask(id, 2);
    expect(await refusalOf(ask(id, 2))).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'lines' }] });
    await ask(id, 1);
    expect(await refusalOf(ask(id, 1))).toMatchObject({ code: 'NOTHING_TO_RETURN' });
    await admin().reject({ id: first, reason: 'It was worn' });
    await ask(id, 2);
    const unshipped = await bob.caller.orders.place(orderInput({ items: [{ variantId: mug, quantity: 1 }] }));
    expect(await refusalOf(ask(unshipped.id, 1))).toMatchObject({ code: 'NOTHING_TO_RETURN' });
  });

  test("of another customer's order does not exist, and an order's token opens it for a guest", async () => {
    const { id } = await shipped();
    const eve = await world.signUp();
    const foreign = eve.caller.orders.requestReturn({ idOrNumber: id, lines: mugs(1) });
    expect(await refusalOf(foreign)).toMatchObject({ code: 'NOT_FOUND' });
    const { token: cartToken = '' } = await world.caller().cart.addItem({ variantId: mug, quantity: 1 });
    const placed = await world.caller({ cartToken }).orders.place({ ...orderInput(), email: 'guest@example.com' });
    await world.drainJobs();
    await ada.caller.admin.orders.ship({ idOrNumber: placed.id });
    const guest = world.caller({ orderToken: placed.orderToken! });
    const asked = await guest.orders.requestReturn({ idOrNumber: placed.id, lines: mugs(1) });
    expect(asked.returns).toMatchObject([{ requestedBy: 'customer', status: 'requested' }]);
    expect((await admin().list({ order: placed.number })).items).toMatchObject([
      { orderId: placed.id, customer: { id: null, email: 'guest@example.com' } },
    ]);
  });

  test('is asked for once with one key, and received once by two people at the same time', async () => {
    const { id } = await shipped();
    const input = { idOrNumber: id, lines: mugs(1) };
    const calls = [1, 2, 3].map(() => bob.withKey('once').orders.requestReturn(input));
    for (const { returns } of await Promise.all(calls)) expect(returns).toHaveLength(1);
    const returnId = (await read(id)).returns[0]!.id;
    expect(await tally([admin().approve({ id: returnId }), admin().approve({ id: returnId })])).toEqual({ ok: 2 });
    const both = [1, 2].map(() => receive(returnId, 1, { refund: true }));
    expect(await tally(both)).toEqual({ ok: 1, VALIDATION: 1 });
    const { items, refunds, timeline } = await read(id);
    expect(items[0]).toMatchObject({ returnedQuantity: 1 });
    expect(refunds).toHaveLength(1);
    expect(timeline.filter(({ type }) => type === 'return_approved')).toHaveLength(1);
  });
});

describe('the money of a return', () => {
  test('does not go back twice, whether the refund comes before or after the goods', async () => {
    const { id, total } = await shipped();
    const lines = [{ variantId: mug, quantity: 1 }];
    await ada.caller.admin.orders.refund({ idOrNumber: id, lines });
    const { refunded: once } = await read(id);
    const returnId = await ask(id, 3, { kind: 'withdrawal' });
    expect(await receive(returnId, 1, { refund: true })).toMatchObject({ refunded: 0 });
    await receive(returnId, 1, { refund: true });
    expect((await read(id)).refunded).toBe(2 * once);
    // The refund of a quantity that came back takes no goods back, and the last one follows.
    await receive(returnId, 1);
    const before = await onHand();
    await ada.caller.admin.orders.refund({ idOrNumber: id, lines, restock: true });
    expect(await onHand()).toBe(before);
    const { refunded } = await read(id);
    expect(refunded).toBe(3 * once);
    expect(refunded).toBeLessThan(total);
  });

  test('is less by the fee that the store keeps, also after later refunds of the line', async () => {
    const { id } = await shipped();
    const price = (await read(id)).items[0]!;
    const paid = price.lineTotal + price.tax;
    const returnId = await ask(id, 1, { kind: 'withdrawal' });
    const tooMuch = receive(returnId, 1, { refund: true, fee: paid });
    expect(await refusalOf(tooMuch)).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'fee' }] });
    const received = await receive(returnId, 1, { refund: true, fee: 200 });
    const order = await read(id);
    expect(order.refunds).toMatchObject([{ returnId, amount: received.refunded, lines: [{ quantity: 1, fee: 200 }] }]);
    await ada.caller.admin.orders.refund({ idOrNumber: id, lines: [{ variantId: mug, quantity: 2 }] });
    expect((await read(id)).refunded).toBe(paid - 200);
  });

  test('can be refunded again after its refund failed', async () => {
    const { id } = await shipped();
    const returnId = await ask(id, 1, { kind: 'withdrawal' });
    const { refunded } = await receive(returnId, 1, { refund: true, fee: 100 });
    const [refund] = (await read(id)).refunds;
    await recordRefund(shop, refund!.attempts[0]!.id, { status: 'failed', reason: 'expired_card' }, 'cli');
    expect(await admin().get({ id: returnId })).toMatchObject({ refunded: 0 });
    await ada.caller.admin.orders.refund({ idOrNumber: id, lines: [{ variantId: mug, quantity: 1 }] });
    expect((await read(id)).refunded).toBe(refunded + 100);
  });
});

describe('a withdrawal', () => {
  test('is approved and acknowledged at once, and a full one refunds goods and shipping', async () => {
    const { id, number, total } = await shipped();
    await deliver(id);
    const returnId = await ask(id, 3, { kind: 'withdrawal' });
    expect(await admin().get({ id: returnId })).toMatchObject({ status: 'approved', lines: [{ reason: null }] });
    await receive(returnId, 2, { refund: true });
    await receive(returnId, 1, { refund: true });
    expect(await read(id)).toMatchObject({ refunded: total, paymentStatus: 'refunded' });
    await world.drainJobs();
    const subjects = (await world.mails()).map(({ subject }) => subject);
    expect(subjects).toContain(`Withdrawal from order ${number} received`);
    expect(subjects.filter((subject) => subject === `Returned items of order ${number} received`)).toHaveLength(2);
  });

  test('refunds the standard shipping of an order with an express method', async () => {
    const method = { zones: [{ country: 'IS' }], by: 'subtotal' as const };
    await ada.caller.admin.shippingMethods.create({ ...method, name: 'Post', steps: [{ from: 0, price: 400 }] });
    const express = { ...method, name: 'Express', steps: [{ from: 0, price: 2_500 }] };
    const { id: shippingMethod } = await ada.caller.admin.shippingMethods.create(express);
    const { fullName, line1, city } = orderInput().shippingAddress;
    const shippingAddress = { fullName, line1, city, postalCode: '101', country: 'IS' };
    const items = [{ variantId: mug, quantity: 1 }];
    const { id } = await bob.caller.orders.place(orderInput({ items, shippingAddress, shippingMethod }));
    await world.drainJobs();
    await ada.caller.admin.orders.ship({ idOrNumber: id });
    await receive(await ask(id, 1, { kind: 'withdrawal' }), 1, { refund: true });
    expect(await read(id)).toMatchObject({ total: 3_500, refunds: [{ amount: 1_400, shipping: 400 }] });
  });

  test('is open for 14 days after the day of the last delivery, for the customer and not for an admin', async () => {
    const { id } = await shipped();
    expect((await read(id)).withdrawalEndsAt).toBeNull();
    const { withdrawalEndsAt } = await deliver(id);
    const left = withdrawalEndsAt!.getTime() - world.clock.now().getTime();
    expect(left / 86_400_000).toBeGreaterThan(14);
    expect(left / 86_400_000).toBeLessThanOrEqual(15);
    world.clock.advance({ minutes: Math.floor(left / 60_000) });
    await ask(id, 1, { kind: 'withdrawal' });
    world.clock.advance({ minutes: 1 });
    expect(await refusalOf(ask(id, 1, { kind: 'withdrawal' }))).toMatchObject({
      code: 'WITHDRAWAL_OVER',
      endedAt: withdrawalEndsAt,
    });
    const late = await admin().create({ idOrNumber: id, lines: mugs(1), kind: 'withdrawal' });
    expect(late).toMatchObject({ status: 'approved', requestedBy: 'admin' });
  });
});

test('an open return keeps an order open for erasure, which then empties what was written', async () => {
  const eve = await world.signUp();
  const { id, number } = await shipped(eve);
  await deliver(id);
  const asked = await eve.caller.orders.requestReturn({ idOrNumber: id, lines: mugs(1), reason: 'Eve has moved' });
  expect(await eve.caller.auth.deleteMe({ password: 'correct horse' })).toEqual({ openOrders: [number] });
  expect(asked.returns[0]).toMatchObject({ reason: 'Eve has moved' });
  expect(await read(id)).toMatchObject({ returns: [{ reason: null }] });
  await admin().reject({ id: asked.returns[0]!.id, reason: 'Eve wore it' });
  await world.drainJobs();
  const { customer, returns, timeline } = await read(id);
  expect(customer).toMatchObject({ id: null, name: 'Erased' });
  expect(returns).toMatchObject([{ reason: null, rejectReason: null }]);
  expect(JSON.stringify(timeline)).not.toContain('Eve');
});
