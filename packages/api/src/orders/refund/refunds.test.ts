import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, inconsistencies, orderInput, refusalOf, type SignedUp, tally } from '../../testing.ts';

const world = await createTestShop({ TAX_BASIS_POINTS: '825', SHIPPING_PRICE: '500', FREE_SHIPPING_FROM: '100000' });
let ada: SignedUp;
let bob: SignedUp;
let mug: string;
let bowl: string;
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp({ name: 'Bob' });
  mug = await newVariant('Mug', 999);
  bowl = await newVariant('Bowl', 1_001);
});
afterEach(async () => expect(await inconsistencies(world.shop.db)).toEqual([]));
afterAll(() => world.close());

async function newVariant(name: string, price: number) {
  const product = await ada.caller.products.create({ name, price, stock: 1_000 });
  return product.variants[0]?.id ?? '';
}

async function paidOrder() {
  const items = [
    { variantId: mug, quantity: 3 },
    { variantId: bowl, quantity: 1 },
  ];
  const order = await bob.caller.orders.place(orderInput({ items }));
  await world.drainJobs();
  return order;
}

const refund = (id: string, input: object = {}) => ada.caller.admin.orders.refund({ idOrNumber: id, ...input });
const onHand = async (id: string) => {
  const [row] = await world.shop.db.read
    .select()
    .from(world.shop.db.tables.variants)
    .where(eq(world.shop.db.tables.variants.id, id));
  return { onHand: row?.onHand ?? 0, reserved: row?.reserved ?? 0 };
};

describe('a refund', () => {
  test('of an amount goes back, is mailed, and shows', async () => {
    const order = await paidOrder();
    expect(await refund(order.id, { amount: 700, reason: 'A chip in the glaze.' })).toMatchObject({
      paymentStatus: 'partially_refunded',
      refunded: 700,
      status: 'confirmed',
    });
    await world.drainJobs();
    const mails = (await world.mails()).filter(({ subject }) => subject.includes(order.number));
    expect(mails.map(({ subject }) => subject)).toContain(`Refund of $7.00 for order ${order.number}`);
  });

  test('of everything is what was paid, whatever went back before', async () => {
    const order = await paidOrder();
    await refund(order.id, { amount: 1 });
    expect(await refund(order.id)).toMatchObject({ paymentStatus: 'refunded', refunded: order.total });
  });

  test('of more than is left is refused, and says what is left', async () => {
    const order = await paidOrder();
    await refund(order.id, { amount: 1_000 });
    const tooMuch = refund(order.id, { amount: order.total - 999 });
    expect(await refusalOf(tooMuch)).toMatchObject({ code: 'REFUND_TOO_LARGE', refundable: order.total - 1_000 });
  });

  test('of an order that was not paid is refused', async () => {
    const order = await bob.caller.orders.place(orderInput({ items: [{ variantId: mug, quantity: 1 }] }));
    expect(await refusalOf(refund(order.id, { amount: 1 }))).toMatchObject({ code: 'REFUND_TOO_LARGE', refundable: 0 });
    expect(await refusalOf(refund(order.id))).toMatchObject({ code: 'REFUND_TOO_LARGE', refundable: 0 });
    await world.drainJobs();
  });

  test('asked for twenty times at once never gives back more than was paid', async () => {
    const order = await paidOrder();
    const half = Math.floor(order.total / 2);
    const outcome = await tally(Array.from({ length: 20 }, () => refund(order.id, { amount: half })));
    expect(outcome).toEqual({ ok: 2, REFUND_TOO_LARGE: 18 });
    await world.drainJobs();
  });

  test('with the same key happens once', async () => {
    const order = await paidOrder();
    const admin = ada.withKey(`refund ${order.number}`.replace(' ', '-'));
    const input = { idOrNumber: order.id, amount: 300 };
    const [first, second] = [await admin.admin.orders.refund(input), await admin.admin.orders.refund(input)];
    expect(second).toEqual(first);
    expect(second.refunded).toBe(300);
  });
});

describe('a refund of lines', () => {
  test('piece by piece and all at once give the same, with their share of the tax', async () => {
    const [one, other] = [await paidOrder(), await paidOrder()];
    for (let count = 0; count < 3; count += 1) await refund(one.id, { lines: [{ variantId: mug, quantity: 1 }] });
    await refund(other.id, { lines: [{ variantId: mug, quantity: 3 }] });
    const [a, b] = await Promise.all([one, other].map(({ id }) => ada.caller.admin.orders.get({ idOrNumber: id })));
    expect(a?.refunded).toBe(b?.refunded);
    expect(a?.refunded).toBeGreaterThan(3 * 999);
  });

  test('of more pieces than were bought is refused', async () => {
    const order = await paidOrder();
    const call = refund(order.id, { lines: [{ variantId: bowl, quantity: 2 }] });
    expect(await refusalOf(call)).toMatchObject({ code: 'VALIDATION' });
  });

  test('of what the order never had is refused', async () => {
    const order = await bob.caller.orders.place(orderInput({ items: [{ variantId: mug, quantity: 1 }] }));
    await world.drainJobs();
    const call = refund(order.id, { lines: [{ variantId: bowl, quantity: 1 }] });
    expect(await refusalOf(call)).toMatchObject({ code: 'VALIDATION' });
  });
});

describe('restocking', () => {
  test('before shipping frees the reservation, and only the rest is shipped', async () => {
    const before = await onHand(mug);
    const order = await paidOrder();
    await refund(order.id, { lines: [{ variantId: mug, quantity: 1 }], restock: true });
    expect(await onHand(mug)).toEqual({ onHand: before.onHand, reserved: before.reserved + 2 });
    await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'shipped' });
    expect(await onHand(mug)).toEqual({ onHand: before.onHand - 2, reserved: before.reserved });
  });

  test('after shipping brings the pieces back, each once', async () => {
    const before = await onHand(mug);
    const order = await paidOrder();
    await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'shipped' });
    await refund(order.id, { lines: [{ variantId: mug, quantity: 2 }], restock: true });
    expect(await onHand(mug)).toEqual({ onHand: before.onHand - 1, reserved: before.reserved });
    await refund(order.id, { restock: true });
    expect(await onHand(mug)).toEqual(before);
  });

  test('is not done unless it is asked for, and needs lines', async () => {
    const order = await paidOrder();
    await ada.caller.admin.orders.setStatus({ idOrNumber: order.id, status: 'shipped' });
    const before = await onHand(mug);
    await refund(order.id, { lines: [{ variantId: mug, quantity: 1 }] });
    expect(await onHand(mug)).toEqual(before);
    expect(await refusalOf(refund(order.id, { amount: 5, restock: true }))).toMatchObject({ code: 'VALIDATION' });
  });

  test('a part before cancelling releases every piece once', async () => {
    const before = await onHand(mug);
    const order = await paidOrder();
    await refund(order.id, { lines: [{ variantId: mug, quantity: 1 }], restock: true });
    await bob.caller.orders.cancel({ idOrNumber: order.id });
    expect(await onHand(mug)).toEqual(before);
    await world.drainJobs();
  });
});
