import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, refusalOf, type SignedUp, tally } from '../../testing.ts';

const world = await createTestShop();
const { shop } = world;
let ada: SignedUp;
let bob: SignedUp;
let mug: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  const product = await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 1_000 });
  mug = product.variants[0]!.id;
});
afterEach(async () => {
  await world.drainJobs();
  expect(await inconsistencies(shop.db)).toEqual([]);
});
afterAll(() => world.close());

const place = (input: Parameters<typeof orderInput>[0] = { payment: { method: 'cod' } }) =>
  bob.caller.orders.place(orderInput({ items: [{ variantId: mug, quantity: 2 }], ...input }));
const setStatus = (id: string, status: 'shipped' | 'delivered' | 'cancelled', more: object = {}) =>
  ada.caller.admin.orders.setStatus({ idOrNumber: id, status, ...more });
const markPaid = (id: string, reference?: string) =>
  ada.caller.admin.orders.markPaid({ idOrNumber: id, ...(reference !== undefined && { reference }) });
const read = (idOrNumber: string) => ada.caller.admin.orders.get({ idOrNumber });

async function stock() {
  const { variants } = shop.db.tables;
  const [row] = await shop.db.read.select().from(variants).where(eq(variants.id, mug));
  return { onHand: row?.onHand ?? 0, reserved: row?.reserved ?? 0 };
}

describe('cash on delivery that was refused at the door', () => {
  test.each([
    [true, 'returned', 2, 'The items are available again'],
    [false, 'written_off', 0, ''],
  ] as const)('is cancelled with restock %s, and its ledger says %s', async (restock, reason, pieces, words) => {
    const order = await place();
    await setStatus(order.id, 'shipped');
    const before = await stock();
    expect((await read(order.id)).allowedTransitions).toEqual(['delivered', 'cancelled']);
    const cancelled = await setStatus(order.id, 'cancelled', { restock, reason: 'Refused.' });
    expect(cancelled).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid', allowedTransitions: [] });
    expect(await stock()).toEqual({ ...before, onHand: before.onHand + pieces });
    const { ledger, payments, items } = await read(order.id);
    expect(ledger.at(-1)).toMatchObject({ reason, onHandChange: pieces, reservedChange: 0 });
    expect(payments).toMatchObject([{ provider: 'cod', status: 'voided' }]);
    expect(items[0]).toMatchObject({ quantity: 2, shippedQuantity: 2, returnedQuantity: 2 });
    await world.drainJobs();
    const [mail] = (await world.mails()).filter(({ subject }) => subject === `Order ${order.number} cancelled`);
    expect(mail?.text).toContain('Reason: Refused.');
    expect(mail?.text.includes('The items are available again')).toBe(words !== '');
    // The order is closed, so nothing can be delivered or come back twice.
    expect(await refusalOf(setStatus(order.id, 'delivered'))).toMatchObject({ code: 'INVALID_TRANSITION' });
    await setStatus(order.id, 'cancelled', { restock });
    expect((await stock()).onHand).toBe(before.onHand + pieces);
  });

  test('is not cancelled as if it had never left', async () => {
    const order = await place();
    await setStatus(order.id, 'shipped');
    for (const call of [bob.caller.orders, ada.caller.admin.orders]) {
      expect(await refusalOf(call.cancel({ idOrNumber: order.id }))).toMatchObject({ code: 'INVALID_TRANSITION' });
    }
  });

  test('and is delivered at the same time ends in one of the two', async () => {
    const order = await place();
    await setStatus(order.id, 'shipped');
    const outcome = await tally([
      setStatus(order.id, 'cancelled', { restock: true }),
      setStatus(order.id, 'delivered'),
    ]);
    expect(outcome).toEqual({ ok: 1, INVALID_TRANSITION: 1 });
  });

  test('cannot be cancelled once it is paid, by hand too', async () => {
    const [card, transfer] = [await place({ token: 'ok' }), await place()];
    await world.drainJobs();
    await markPaid(transfer.id);
    for (const { id } of [card, transfer]) {
      await setStatus(id, 'shipped');
      expect((await read(id)).allowedTransitions).toEqual(['delivered']);
      const call = setStatus(id, 'cancelled', { restock: true });
      expect(await refusalOf(call)).toMatchObject({ code: 'INVALID_TRANSITION', allowed: ['delivered'] });
    }
  });

  test('takes restock only where goods can come back', async () => {
    const order = await place();
    expect(await refusalOf(setStatus(order.id, 'shipped', { restock: true }))).toMatchObject({ code: 'VALIDATION' });
    expect(await refusalOf(setStatus(order.id, 'cancelled', { restock: false }))).toMatchObject({ code: 'VALIDATION' });
    expect(await setStatus(order.id, 'cancelled', { restock: true })).toMatchObject({ status: 'cancelled' });
  });
});

describe('an order that was to be paid on delivery', () => {
  test.each(['confirmed', 'shipped'] as const)('and was paid by transfer when %s is paid once', async (status) => {
    const order = await place();
    if (status === 'shipped') await setStatus(order.id, 'shipped');
    const paid = await markPaid(order.id, 'Transfer 42');
    expect(paid).toMatchObject({ status, paymentStatus: 'paid' });
    expect(paid.timeline.at(-1)).toMatchObject({
      type: 'paid',
      data: { amount: order.total, reference: 'Transfer 42' },
    });
    if (status === 'confirmed') await setStatus(order.id, 'shipped');
    const delivered = await setStatus(order.id, 'delivered');
    expect(delivered).toMatchObject({ status: 'delivered', paymentStatus: 'paid' });
    expect((await read(order.id)).payments).toMatchObject([
      { provider: 'cod', status: 'voided', captured: 0 },
      { provider: 'manual', status: 'captured', captured: order.total, reference: 'Transfer 42' },
    ]);
  });

  test('and was paid by transfer is refunded in full when it is cancelled', async () => {
    const order = await place();
    await markPaid(order.id);
    expect(await setStatus(order.id, 'cancelled')).toMatchObject({ paymentStatus: 'refunded', refunded: order.total });
  });

  test('can share its transfer with another order', async () => {
    const [one, other] = [await place(), await place()];
    await markPaid(one.id, 'Transfer 43');
    expect(await markPaid(other.id, 'Transfer 43')).toMatchObject({ paymentStatus: 'paid' });
  });

  test('and is marked as paid by ten admins at once is paid once', async () => {
    const order = await place();
    const outcome = await tally(Array.from({ length: 10 }, () => markPaid(order.id)));
    expect(outcome).toEqual({ ok: 1, ALREADY_PAID: 9 });
  });
});

test('an order that is paid is not marked as paid again, whatever its status', async () => {
  const order = await place({ token: 'ok' });
  await world.drainJobs();
  expect(await refusalOf(markPaid(order.id))).toEqual({ code: 'ALREADY_PAID' });
  await ada.caller.admin.orders.refund({ idOrNumber: order.id, amount: 1 });
  await setStatus(order.id, 'shipped');
  await setStatus(order.id, 'delivered');
  expect(await refusalOf(markPaid(order.id))).toEqual({ code: 'ALREADY_PAID' });
  const cancelled = await place();
  await setStatus(cancelled.id, 'cancelled');
  expect(await refusalOf(markPaid(cancelled.id))).toMatchObject({ code: 'INVALID_TRANSITION' });
});

describe('what was taken out before shipping', () => {
  async function taken(...quantities: readonly number[]) {
    const order = await place({ token: 'ok' });
    await world.drainJobs();
    for (const quantity of quantities) {
      await ada.caller.admin.orders.refund({
        idOrNumber: order.id,
        lines: [{ variantId: mug, quantity }],
        restock: true,
      });
    }
    return order;
  }

  test('is neither shipped, announced, exported nor counted as sold', async () => {
    // A span ends before the current time.
    world.clock.advance({ minutes: 1 });
    const unitsBefore = (await ada.caller.admin.stats({})).units;
    const order = await taken(1);
    const before = await stock();
    const shipped = await setStatus(order.id, 'shipped');
    expect(shipped.items).toMatchObject([{ quantity: 2, cancelledQuantity: 1, returnedQuantity: 0 }]);
    expect(await stock()).toEqual({ onHand: before.onHand - 1, reserved: before.reserved - 1 });
    // Goods that come back later still count as shipped.
    await ada.caller.admin.orders.refund({
      idOrNumber: order.id,
      lines: [{ variantId: mug, quantity: 1 }],
      restock: true,
    });
    await world.drainJobs();
    const [mail] = (await world.mails()).filter(({ subject }) => subject === `Order ${order.number} is on its way`);
    expect(mail?.text).toContain('1 × Mug');
    expect(mail?.text).not.toContain('2 × Mug');
    expect(mail?.text).not.toContain('Total');
    expect(mail?.html).not.toContain('2&nbsp;×');
    world.clock.advance({ minutes: 1 });
    const stats = await ada.caller.admin.stats({});
    expect(stats.units).toBe((unitsBefore ?? 0) + 1);
    expect(stats.topProducts.reduce((sum, { units }) => sum + (units ?? 0), 0)).toBe(stats.units);
    let csv = '';
    for await (const part of await ada.caller.admin.orders.export({ q: order.number })) csv += part;
    const [header = '', row = ''] = csv.split('\r\n');
    const cell = (name: string) => row.split(',')[header.split(',').indexOf(name)];
    expect([cell('units'), cell('items')]).toEqual(['1', expect.stringMatching(/^1 /)]);
    expect((await read(order.id)).items).toMatchObject([{ cancelledQuantity: 1, returnedQuantity: 1 }]);
  });

  test('can be everything, and then nothing can be shipped, and the order cancelled', async () => {
    const order = await taken(1, 1);
    expect((await read(order.id)).allowedTransitions).toEqual(['processing', 'cancelled']);
    expect(await refusalOf(setStatus(order.id, 'shipped'))).toEqual({ code: 'NOTHING_TO_SHIP' });
    await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'processing' });
    expect(await refusalOf(setStatus(order.id, 'shipped'))).toEqual({ code: 'NOTHING_TO_SHIP' });
    expect(await setStatus(order.id, 'cancelled')).toMatchObject({ status: 'cancelled', refunded: order.total });
  });

  test('and shipped at the same time is shipped or taken out', async () => {
    const order = await taken();
    const outcome = await tally([
      setStatus(order.id, 'shipped'),
      ada.caller.admin.orders.refund({ idOrNumber: order.id, restock: true }),
    ]);
    const { status, items } = await read(order.id);
    if (status === 'shipped') expect(items).toMatchObject([{ cancelledQuantity: 0, returnedQuantity: 2 }]);
    else expect(items).toMatchObject([{ cancelledQuantity: 2, returnedQuantity: 0 }]);
    expect(outcome['ok']).toBe(status === 'shipped' ? 2 : 1);
  });

  test('leaves a whole order’s announcement as it was', async () => {
    const order = await taken();
    await setStatus(order.id, 'shipped');
    await world.drainJobs();
    const [mail] = (await world.mails()).filter(({ subject }) => subject === `Order ${order.number} is on its way`);
    expect(mail?.text).toContain('2 × Mug');
    expect(mail?.text).toContain('Total');
  });
});
