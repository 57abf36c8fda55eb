import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, refusalOf, type SignedUp, tally } from '../../testing.ts';
import type { Order } from '../schema.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
let mug: string;
let bowl: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  const create = async (name: string, price: number) =>
    (await ada.caller.products.create({ name, price, stock: 1_000 })).variants[0]!.id;
  mug = await create('Mug', 1_000);
  bowl = await create('Bowl', 2_500);
});
afterEach(async () => {
  await world.drainJobs();
  expect(await inconsistencies(shop.db)).toEqual([]);
});
afterAll(() => world.close());

/** Places an order of three mugs and a bowl, and lets the worker confirm it. */
async function place(payment: 'ok' | 'cod' = 'ok'): Promise<Order> {
  const items = [
    { variantId: mug, quantity: 3 },
    { variantId: bowl, quantity: 1 },
  ];
  const order = await bob.caller.orders.place(
    orderInput({ items, payment: payment === 'cod' ? { method: 'cod' } : { method: 'dummy', token: 'ok' } }),
  );
  await world.drainJobs();
  return order;
}

type Lines = { variantId: string; quantity: number }[];
const mugs = (quantity: number): Lines => [{ variantId: mug, quantity }];
const rest = (): Lines => [...mugs(2), { variantId: bowl, quantity: 1 }];
const ship = (idOrNumber: string, lines?: Lines, tracking?: { number: string }) =>
  ada.caller.admin.orders.ship({ idOrNumber, ...(lines && { lines }), ...(tracking && { tracking }) });
const end = (id: string, status: 'delivered' | 'returned_to_sender', restock?: boolean) =>
  ada.caller.admin.shipments.update({ id, status, ...(restock !== undefined && { restock }) });
const read = (idOrNumber: string) => ada.caller.admin.orders.get({ idOrNumber });
const idsOf = ({ shipments }: Order) => shipments.map(({ id }) => id) as [string, ...string[]];
const newestOf = (order: Order) => order.shipments.at(-1)!.id;

async function stockOf(variantId: string) {
  const { variants } = shop.db.tables;
  const [row] = await shop.db.read.select().from(variants).where(eq(variants.id, variantId));
  return { onHand: row!.onHand, reserved: row!.reserved };
}

describe('an order in two shipments', () => {
  test('takes the goods of each out of the stock, and its statuses follow', async () => {
    const order = await place();
    const before = await stockOf(mug);
    const first = await ship(order.id, mugs(1), { number: 'RM1' });
    expect(first).toMatchObject({ status: 'confirmed', fulfillmentStatus: 'partially_shipped' });
    expect(first.allowedTransitions).toEqual(['processing', 'shipped']);
    expect(first.items).toMatchObject([{ shippedQuantity: 1 }, { shippedQuantity: 0 }]);
    expect(await stockOf(mug)).toEqual({ onHand: before.onHand - 1, reserved: before.reserved - 1 });

    expect(await end(newestOf(first), 'delivered')).toMatchObject({
      status: 'confirmed',
      fulfillmentStatus: 'partially_delivered',
    });
    const second = await ship(order.number.toLowerCase(), undefined, { number: 'RM2' });
    expect(second).toMatchObject({ status: 'shipped', fulfillmentStatus: 'partially_delivered' });
    expect(second.tracking).toEqual({ carrier: null, number: 'RM2', url: null });
    expect(second.shipments).toMatchObject([
      { status: 'delivered', lines: mugs(1), tracking: { number: 'RM1' } },
      { status: 'shipped', lines: rest(), tracking: { number: 'RM2' }, deliveredAt: null, restocked: null },
    ]);
    expect(await stockOf(mug)).toEqual({ onHand: before.onHand - 3, reserved: before.reserved - 3 });

    const delivered = await end(newestOf(second), 'delivered');
    expect(delivered).toMatchObject({ status: 'delivered', fulfillmentStatus: 'delivered', allowedTransitions: [] });
    expect(delivered.timeline.slice(-4).map(({ type, data }) => [type, data])).toEqual([
      ['shipped', { shipmentId: idsOf(delivered)[0] }],
      ['delivered', { shipmentId: idsOf(delivered)[0] }],
      ['shipped', { shipmentId: newestOf(delivered) }],
      ['delivered', { shipmentId: newestOf(delivered) }],
    ]);
    const seen = await bob.caller.orders.get({ idOrNumber: order.id });
    expect(seen.shipments).toEqual(delivered.shipments);
  });

  test('is announced by one e-mail for each, with what is in it', async () => {
    const order = await place();
    await ship(order.id, mugs(1));
    await world.drainJobs();
    const { shipments } = await ship(order.id);
    await world.drainJobs();
    const mails = (await world.mails()).filter(({ subject }) => subject.includes(`${order.number} is on its way`));
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      `Part of order ${order.number} is on its way`,
      `The rest of order ${order.number} is on its way`,
    ]);
    const [part, last] = mails.sort((a, b) => (a.subject < b.subject ? -1 : 1)).map(({ text }) => text);
    expect(part).toContain('1 × Mug');
    expect(part).toContain('The rest follows in another shipment.');
    expect(part).not.toContain('Bowl');
    expect(last).toContain('2 × Mug');
    expect(last).toContain('1 × Bowl');
    expect(last).not.toContain('The rest follows');
    const sent = (await read(order.id)).mails.filter(({ template }) => template === 'order-shipped');
    expect(new Set(sent.map(({ shipmentId }) => shipmentId))).toEqual(new Set(shipments.map(({ id }) => id)));
  });

  test('of which one is returned to sender is delivered, and the money of what came back can be refunded', async () => {
    const order = await place();
    const { onHand } = await stockOf(mug);
    const [first] = idsOf(await ship(order.id, mugs(1)));
    const second = newestOf(await ship(order.id));
    expect(await end(first, 'returned_to_sender', true)).toMatchObject({
      status: 'shipped',
      fulfillmentStatus: 'shipped',
      paymentStatus: 'paid',
      shipments: [{ status: 'returned_to_sender', restocked: true, returnedAt: expect.any(Date) }, {}],
    });
    expect((await stockOf(mug)).onHand).toBe(onHand - 2);
    const delivered = await end(second, 'delivered');
    expect(delivered).toMatchObject({ status: 'delivered', fulfillmentStatus: 'delivered', refunded: 0 });
    expect(delivered.items[0]).toMatchObject({ quantity: 3, shippedQuantity: 3, returnedQuantity: 1 });

    const refunded = await ada.caller.admin.orders.refund({ idOrNumber: order.id, lines: mugs(1), restock: true });
    expect(refunded.items[0]).toMatchObject({ returnedQuantity: 1 });
    expect((await stockOf(mug)).onHand).toBe(onHand - 2);
    expect((await read(order.id)).ledger.map(({ reason }) => reason)).toContain('returned');
  });

  test('is delivered with both by one move of the order', async () => {
    const order = await place();
    await ship(order.id, mugs(1));
    await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'shipped' });
    const delivered = await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'delivered' });
    expect(delivered).toMatchObject({ status: 'delivered', shipments: [{ lines: mugs(1) }, { lines: rest() }] });
    expect(delivered.shipments.every(({ status }) => status === 'delivered')).toBe(true);
  });
});

describe('shipping', () => {
  test('the same rest at the same moment is done once', async () => {
    const order = await place();
    await ship(order.id, mugs(1));
    const outcome = await tally([ship(order.id), ship(order.id), ship(order.id, rest())]);
    expect(outcome).toEqual({ ok: 1, NOTHING_TO_SHIP: 2 });
    expect((await read(order.id)).shipments).toHaveLength(2);
  });

  test('parts at the same moment never ships more than was ordered', async () => {
    const order = await place();
    const outcome = await tally(Array.from({ length: 5 }, () => ship(order.id, mugs(1))));
    expect(outcome).toEqual({ ok: 3, NOTHING_TO_SHIP: 2 });
    expect((await read(order.id)).items[0]).toMatchObject({ shippedQuantity: 3 });
  });

  test('again with the same key returns the order and ships nothing', async () => {
    const order = await place();
    const keyed = ada.withKey('ship-once').admin.orders;
    const first = await keyed.ship({ idOrNumber: order.id, lines: mugs(1) });
    expect(await keyed.ship({ idOrNumber: order.id, lines: mugs(1) })).toEqual(first);
    expect((await read(order.id)).shipments).toHaveLength(1);
    expect(await refusalOf(keyed.ship({ idOrNumber: order.id }))).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('is refused before the payment, after a cancellation, and for goods that the order does not have', async () => {
    const pending = await bob.caller.orders.place(orderInput({ items: mugs(1), token: 'decline' }));
    expect(await refusalOf(ship(pending.id))).toMatchObject({ code: 'INVALID_TRANSITION', from: 'pending' });
    await bob.caller.orders.cancel({ idOrNumber: pending.id });
    expect(await refusalOf(ship(pending.id))).toMatchObject({ code: 'INVALID_TRANSITION', from: 'cancelled' });

    const order = await place();
    const tooMany = await refusalOf(ship(order.id, mugs(4)));
    expect(tooMany).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'lines' }] });
    const summed = await refusalOf(ship(order.id, [...mugs(2), ...mugs(2)]));
    expect(summed).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'lines' }] });
    const unknown = await refusalOf(ship(order.id, [{ variantId: order.id, quantity: 1 }]));
    expect(unknown).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'lines' }] });
    await ship(order.id);
    expect(await refusalOf(ship(order.id))).toEqual({ code: 'NOTHING_TO_SHIP' });
  });

  test('what is not on hand is refused, and names the lines', async () => {
    const { variantId, productId } = (await place()).items[0]!;
    const { variants } = shop.db.tables;
    const order = await place();
    const { onHand, reserved } = await stockOf(variantId);
    const set = (stock: { onHand: number; reserved: number }) =>
      shop.db.transact((tx) => tx.update(variants).set(stock).where(eq(variants.id, variantId)));
    await set({ onHand: 2, reserved: 2 });
    const line = { variantId, productId, name: 'Mug', sku: expect.any(String), requested: 3, available: 2 };
    const refusal = { code: 'INSUFFICIENT_STOCK', available: 2, lines: [line] };
    expect(await refusalOf(ship(order.id))).toEqual(refusal);
    const { setStatus } = ada.caller.admin.orders;
    expect(await refusalOf(setStatus({ idOrNumber: order.id, status: 'shipped' }))).toEqual(refusal);
    await set({ onHand, reserved });
    expect((await ship(order.id)).status).toBe('shipped');
  });

  test('leaves out what was cancelled', async () => {
    const order = await place();
    await ada.caller.admin.orders.refund({ idOrNumber: order.id, lines: mugs(2), restock: true });
    expect(await refusalOf(ship(order.id, mugs(2)))).toMatchObject({ code: 'VALIDATION' });
    const shipped = await ship(order.id);
    expect(shipped.shipments).toMatchObject([{ lines: [{ quantity: 1 }, { quantity: 1 }] }]);
    expect(shipped).toMatchObject({ status: 'shipped', fulfillmentStatus: 'shipped' });
  });

  test('the hundredth time takes everything that is left', async () => {
    const items = [
      { variantId: mug, quantity: 99 },
      { variantId: bowl, quantity: 3 },
    ];
    const { id } = await bob.caller.orders.place(orderInput({ items, payment: { method: 'cod' } }));
    for (let time = 0; time < 99; time += 1) await ship(id, mugs(1));
    const one = [{ variantId: bowl, quantity: 1 }];
    expect(await refusalOf(ship(id, one))).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'lines' }] });
    expect((await ship(id, [{ variantId: bowl, quantity: 3 }])).shipments).toHaveLength(100);
  }, 60_000);
});

describe('a shipment', () => {
  test('that ended keeps its end, and two ends at the same moment are one', async () => {
    const order = await place();
    const id = newestOf(await ship(order.id, mugs(1)));
    const outcome = await tally([end(id, 'delivered'), end(id, 'returned_to_sender', true)]);
    expect(outcome).toEqual({ ok: 1, INVALID_TRANSITION: 1 });

    const other = newestOf(await ship(order.id, mugs(1)));
    const returned = await end(other, 'returned_to_sender');
    expect(returned.shipments.at(-1)).toMatchObject({ status: 'returned_to_sender', restocked: false });
    expect(await end(other, 'returned_to_sender', false)).toEqual(returned);
    for (const call of [end(other, 'delivered'), end(other, 'returned_to_sender', true)]) {
      const refusal = { code: 'INVALID_TRANSITION', from: 'returned_to_sender', allowed: [] };
      expect(await refusalOf(call)).toMatchObject(refusal);
    }
  });

  test('takes a corrected tracking at any time, which is recorded and causes no e-mail', async () => {
    const order = await place();
    const [first, second] = [await ship(order.id, mugs(1), { number: 'RM1' }), await ship(order.id)].map(newestOf);
    await world.drainJobs();
    const mails = (await world.mails()).length;
    const { update } = ada.caller.admin.shipments;
    const corrected = await update({ id: first!, tracking: { carrier: 'DHL', number: 'RM9' }, status: 'delivered' });
    expect(corrected.shipments).toMatchObject([
      { status: 'delivered', tracking: { carrier: 'DHL', number: 'RM9' } },
      { id: second, tracking: { number: null } },
    ]);
    const removed = await update({ id: first!, tracking: { carrier: null } });
    expect(removed.shipments[0]!.tracking).toEqual({ carrier: null, number: 'RM9', url: null });
    expect(await update({ id: first!, tracking: { carrier: null } })).toEqual(removed);
    const changes = removed.timeline.filter(({ type }) => type === 'tracking_changed');
    expect(changes.map(({ data }) => data)).toEqual([{ shipmentId: first }, { shipmentId: first }]);
    const { items } = await ada.caller.admin.audit({ target: order.id });
    expect(items[0]).toMatchObject({ before: { carrier: 'DHL' }, after: { carrier: null, shipment: first } });
    expect(items.find(({ after }) => after?.['shipmentStatus'] === 'delivered')).toMatchObject({
      action: 'admin.shipments.update',
      before: { shipmentStatus: 'shipped' },
    });
    await world.drainJobs();
    expect(await world.mails()).toHaveLength(mails);
  });

  test('is for admins only, does not exist by another id, and needs something to change', async () => {
    const order = await place();
    const id = newestOf(await ship(order.id));
    expect(await refusalOf(bob.caller.admin.shipments.update({ id, status: 'delivered' }))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await refusalOf(bob.caller.orders.get({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
    expect(await refusalOf(end(order.id, 'delivered'))).toEqual({ code: 'NOT_FOUND' });
    const { update } = ada.caller.admin.shipments;
    expect(await refusalOf(update({ id }))).toMatchObject({ code: 'VALIDATION' });
    const restock = await refusalOf(update({ id, status: 'delivered', restock: true }));
    expect(restock).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'restock' }] });
  });
});

describe('cancelling an order that is shipped in part', () => {
  test('cancels the rest for an admin, refunds its price, and leaves the shipment to its way', async () => {
    const order = await place();
    const before = await stockOf(bowl);
    const id = newestOf(await ship(order.id, mugs(2)));
    expect(await refusalOf(bob.caller.orders.cancel({ idOrNumber: order.id }))).toMatchObject({
      code: 'INVALID_TRANSITION',
      allowed: [],
    });
    const { setStatus, cancel } = ada.caller.admin.orders;
    expect(await refusalOf(setStatus({ idOrNumber: order.id, status: 'cancelled' }))).toMatchObject({
      code: 'INVALID_TRANSITION',
      allowed: ['processing', 'shipped'],
    });
    const cancelled = await cancel({ idOrNumber: order.id, reason: 'Out of clay.' });
    expect(cancelled).toMatchObject({ status: 'shipped', fulfillmentStatus: 'shipped', refunded: 3_500 });
    expect(cancelled.items).toMatchObject([
      { cancelledQuantity: 1, shippedQuantity: 2 },
      { cancelledQuantity: 1, shippedQuantity: 0 },
    ]);
    expect(cancelled.timeline.at(-2)).toMatchObject({
      type: 'rest_cancelled',
      data: { quantity: 2, reason: 'Out of clay.' },
    });
    expect(await stockOf(bowl)).toEqual({ ...before, reserved: before.reserved - 1 });
    expect(await end(id, 'delivered')).toMatchObject({ status: 'delivered' });
    expect(await refusalOf(cancel({ idOrNumber: order.id }))).toMatchObject({ code: 'INVALID_TRANSITION' });
  });

  test('does not pay back what was refunded before', async () => {
    const order = await place();
    await ship(order.id, mugs(2));
    await ada.caller.admin.orders.refund({ idOrNumber: order.id, lines: mugs(1) });
    expect(await ada.caller.admin.orders.cancel({ idOrNumber: order.id })).toMatchObject({ refunded: 3_500 });
  });

  test('delivers the order at once if its shipment was delivered', async () => {
    const order = await place();
    await end(newestOf(await ship(order.id, mugs(2))), 'delivered');
    const cancelled = await ada.caller.admin.orders.cancel({ idOrNumber: order.id });
    expect(cancelled).toMatchObject({ status: 'delivered', fulfillmentStatus: 'delivered' });
  });

  test('and shipping its rest at the same moment end in one of the two', async () => {
    const order = await place();
    await ship(order.id, mugs(2));
    const outcome = await tally([ada.caller.admin.orders.cancel({ idOrNumber: order.id }), ship(order.id)]);
    expect(outcome['ok']).toBe(1);
    expect(await read(order.id)).toMatchObject({ status: 'shipped' });
  });

  test('is possible as a whole once everything that left came back', async () => {
    const order = await place();
    await end(newestOf(await ship(order.id, mugs(2))), 'returned_to_sender', true);
    const cancelled = await bob.caller.orders.cancel({ idOrNumber: order.id });
    expect(cancelled).toMatchObject({
      status: 'cancelled',
      fulfillmentStatus: 'returned',
      paymentStatus: 'refunded',
      refunded: order.total,
    });
  });

  test('takes the rest out and the shipped goods back with one refund', async () => {
    const order = await place();
    const before = await stockOf(mug);
    await ship(order.id, mugs(1));
    const refunded = await ada.caller.admin.orders.refund({ idOrNumber: order.id, restock: true });
    expect(refunded.items).toMatchObject([
      { cancelledQuantity: 2, returnedQuantity: 1 },
      { cancelledQuantity: 1, returnedQuantity: 0 },
    ]);
    expect(refunded).toMatchObject({ status: 'shipped', fulfillmentStatus: 'returned' });
    expect(await stockOf(mug)).toEqual({ onHand: before.onHand, reserved: before.reserved - 3 });
    // Goods that came back with the refund do not come back again with the shipment.
    await end(newestOf(refunded), 'returned_to_sender', true);
    expect((await stockOf(mug)).onHand).toBe(before.onHand);
  });
});

describe('cash on delivery', () => {
  test('of which every shipment came back is cancelled, and restocks what was restocked', async () => {
    const order = await place('cod');
    const { onHand } = await stockOf(mug);
    const [first] = idsOf(await ship(order.id, mugs(1)));
    const second = newestOf(await ship(order.id));
    expect(await end(first, 'returned_to_sender', true)).toMatchObject({ status: 'shipped' });
    const cancelled = await end(second, 'returned_to_sender', false);
    expect(cancelled).toMatchObject({ status: 'cancelled', fulfillmentStatus: 'returned', paymentStatus: 'unpaid' });
    expect(cancelled.timeline.at(-1)).toMatchObject({ type: 'cancelled', data: { by: 'store', restock: false } });
    expect((await stockOf(mug)).onHand).toBe(onHand - 2);
    const { payments, ledger } = await read(order.id);
    expect(payments).toMatchObject([{ status: 'voided', captured: 0 }]);
    expect(ledger.map(({ reason }) => reason)).toContain('written_off');
    await world.drainJobs();
    const subjects = (await world.mails()).map(({ subject }) => subject);
    expect(subjects).toContain(`Order ${order.number} cancelled`);
  });

  test('collects the price of what stayed with the customer', async () => {
    const order = await place('cod');
    const [first] = idsOf(await ship(order.id, mugs(2)));
    const second = newestOf(await ship(order.id, [{ variantId: bowl, quantity: 1 }]));
    // One mug is cancelled, and the bowl comes back.
    expect(await ada.caller.admin.orders.cancel({ idOrNumber: order.id })).toMatchObject({ status: 'shipped' });
    await end(second, 'returned_to_sender', true);
    const { setStatus } = ada.caller.admin.orders;
    const delivered = await end(first, 'delivered');
    expect(delivered).toMatchObject({ status: 'delivered', paymentStatus: 'paid' });
    expect((await read(order.id)).payments).toMatchObject([{ captured: order.total - 3_500, refunded: 0 }]);
    expect(await refusalOf(setStatus({ idOrNumber: order.id, status: 'cancelled' }))).toMatchObject({
      code: 'INVALID_TRANSITION',
    });
  });

  test('of which a part was delivered cannot be refused as a whole', async () => {
    const order = await place('cod');
    const [first] = idsOf(await ship(order.id, mugs(2)));
    await ship(order.id);
    const delivered = await end(first, 'delivered');
    expect(delivered.allowedTransitions).toEqual(['delivered']);
    const { setStatus } = ada.caller.admin.orders;
    expect(await refusalOf(setStatus({ idOrNumber: order.id, status: 'cancelled', restock: true }))).toMatchObject({
      code: 'INVALID_TRANSITION',
    });
  });

  test('that is paid by transfer when a part came back owes what stayed', async () => {
    const order = await place('cod');
    const [first] = idsOf(await ship(order.id, mugs(2)));
    await end(first, 'returned_to_sender', true);
    const paid = await ada.caller.admin.orders.markPaid({ idOrNumber: order.id });
    expect(paid.timeline.at(-1)).toMatchObject({ type: 'paid', data: { amount: order.total - 2_000 } });
  });
});

test('a paid order whose every shipment came back is delivered, returned, and waits for its refund', async () => {
  const eve = await world.signUp();
  const { id, total } = await eve.caller.orders.place(orderInput({ items: mugs(1), token: 'ok' }));
  await world.drainJobs();
  const returned = await end(newestOf(await ship(id)), 'returned_to_sender', true);
  expect(returned).toMatchObject({ status: 'delivered', fulfillmentStatus: 'returned', paymentStatus: 'paid' });
  expect(await eve.caller.auth.deleteMe({ password: 'correct horse' })).toMatchObject({
    openOrders: [returned.number],
  });
  expect(await ada.caller.admin.orders.refund({ idOrNumber: id })).toMatchObject({ refunded: total });
  await world.drainJobs();
  expect((await read(id)).customer).toMatchObject({ id: null, name: 'Erased' });
});
