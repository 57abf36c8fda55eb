import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, rowCounts, type SignedUp, tally, testAddress } from '../../testing.ts';

const world = await createTestShop({ GUEST_CHECKOUT: 'on', PAYMENT_METHODS: 'dummy,cod' });
const { shop } = world;
const { auditLog, orderEvents, orders } = shop.db.tables;
let ada: SignedUp;
let bob: SignedUp;
let carol: SignedUp;
let mug = '';
beforeAll(async () => {
  [ada, bob, carol] = await Promise.all([world.signUp({ role: 'admin' }), world.signUp(), world.signUp()]);
  mug = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 500 })).variants[0]?.id ?? '';
});
afterAll(() => world.close());

const elsewhere = { ...testAddress, line1: '2 Harbour Street', postalCode: '22203' };
const office = { ...testAddress, company: 'Hopper Ltd', line1: '3 Office Park' };

const placed = (details: object = {}) =>
  bob.caller.orders.place(
    orderInput({ items: [{ variantId: mug, quantity: 1 }], payment: { method: 'cod' }, ...details }),
  );

describe('a billing address', () => {
  test('is stored with the order, follows the rules of its country, and is erased with the customer', async () => {
    const dora = await world.signUp();
    const input = orderInput({ items: [{ variantId: mug, quantity: 1 }], billingAddress: office });
    const order = await dora.caller.orders.place(input);
    expect(order).toMatchObject({ shippingAddress: testAddress, billingAddress: office, version: 1 });
    const { state: _, ...without } = office;
    const refused = dora.caller.orders.place({ ...input, billingAddress: without });
    expect(await refusalOf(refused)).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'billingAddress.state' }] });
    await dora.caller.auth.deleteMe({ password: 'correct horse' });
    const [row] = await shop.db.read.select().from(orders).where(eq(orders.id, order.id));
    expect(row?.billingAddress).toBeNull();
    expect(JSON.stringify(row)).not.toContain('Office Park');
  });

  test('is null without one', async () => {
    expect((await placed()).billingAddress).toBeNull();
  });
});

describe('a correction', () => {
  test('by the customer changes the addresses, raises the version and writes one event', async () => {
    const { id: idOrNumber, version } = await placed();
    const correct = (based: number, shippingAddress: typeof testAddress, more: object = {}) =>
      bob.caller.orders.updateAddress({ idOrNumber, version: based, shippingAddress, ...more });
    const order = await correct(version, elsewhere, { billingAddress: office });
    expect(order).toMatchObject({ version: 2, shippingAddress: elsewhere, billingAddress: office });
    expect(order.timeline.at(-1)).toMatchObject({
      type: 'corrected',
      actor: 'customer',
      data: { fields: ['shippingAddress', 'billingAddress'] },
    });
    const counts = await rowCounts(shop.db);
    expect(await correct(2, elsewhere)).toMatchObject({ version: 2, billingAddress: office });
    expect(await rowCounts(shop.db)).toEqual(counts);
    expect(await refusalOf(correct(1, testAddress))).toEqual({ code: 'STALE_VERSION', version: 2 });
    expect(await correct(2, elsewhere, { billingAddress: null })).toMatchObject({ version: 3, billingAddress: null });
  });

  test('at the same moment as another one is refused, and does not overwrite it', async () => {
    const { id: idOrNumber, version } = await placed();
    const calls = [1, 2, 3, 4].map((n) =>
      bob.caller.orders.updateAddress({
        idOrNumber,
        version,
        shippingAddress: { ...testAddress, line1: `${n} Race Street` },
      }),
    );
    expect(await tally(calls)).toEqual({ ok: 1, STALE_VERSION: 3 });
    const events = and(eq(orderEvents.orderId, idOrNumber), eq(orderEvents.type, 'corrected'));
    expect(await shop.db.read.$count(orderEvents, events)).toBe(1);
  });

  test.each([
    ['country', { country: 'DE', state: '', postalCode: '10115' }],
    ['state', { state: 'MD' }],
    ['vatId', { vatId: 'US123' }],
  ])('to another %s is refused, because it can change the price', async (field, change) => {
    const { id: idOrNumber, version } = await placed();
    const shippingAddress = { ...testAddress, ...change };
    const before = await rowCounts(shop.db);
    for (const correct of [bob.caller.orders.updateAddress, ada.caller.admin.orders.update]) {
      expect(await refusalOf(correct({ idOrNumber, version, shippingAddress }))).toEqual({ code: 'NEEDS_EDIT', field });
    }
    expect(await rowCounts(shop.db)).toEqual(before);
  });

  test('comes too late once goods have left, and for a cancelled order', async () => {
    const [sent, ended] = [await placed(), await placed()];
    for (const status of ['processing', 'shipped'] as const) {
      await ada.caller.admin.orders.setStatus({ idOrNumber: sent.id, status });
    }
    await bob.caller.orders.cancel({ idOrNumber: ended.id });
    for (const { id: idOrNumber, version } of [sent, ended]) {
      const correction = { idOrNumber, version, shippingAddress: elsewhere };
      expect(await refusalOf(bob.caller.orders.updateAddress(correction))).toEqual({ code: 'ALREADY_SHIPPED' });
      expect(await refusalOf(ada.caller.admin.orders.update(correction))).toEqual({ code: 'ALREADY_SHIPPED' });
    }
  });

  test("of another customer's order finds nothing", async () => {
    const { id: idOrNumber, version } = await placed();
    const correction = { idOrNumber, version, shippingAddress: elsewhere };
    for (const { caller } of [carol, ada]) {
      expect(await refusalOf(caller.orders.updateAddress(correction))).toEqual({ code: 'NOT_FOUND' });
    }
  });

  test('by an admin is in the audit log by the names of its fields', async () => {
    const { id, number, version } = await placed();
    const email = 'corrected@example.com';
    const order = await ada.caller.admin.orders.update({
      idOrNumber: number,
      version,
      email,
      shippingAddress: elsewhere,
    });
    expect(order).toMatchObject({ version: 2, shippingAddress: elsewhere });
    expect((await ada.caller.admin.orders.get({ idOrNumber: id })).customer.email).toBe(email);
    const [row] = await shop.db.read.select().from(auditLog).where(eq(auditLog.targetId, id));
    expect(row).toMatchObject({
      action: 'admin.orders.update',
      before: { version: 1 },
      after: { version: 2, corrected: ['shippingAddress', 'email'] },
    });
    expect(JSON.stringify(row)).not.toMatch(/corrected@|2 Harbour/);
  });

  test('of a guest’s e-mail address ends the token that went to the former one', async () => {
    const { token: cartToken } = await world.caller().cart.addItem({ variantId: mug });
    const order = await world.caller({ cartToken }).orders.place(orderInput({ email: 'typo@example.com' }));
    const guest = world.caller({ orderToken: order.orderToken });
    const correction = { idOrNumber: order.id, version: 1, shippingAddress: elsewhere };
    expect(await guest.orders.updateAddress(correction)).toMatchObject({ version: 2 });
    await ada.caller.admin.orders.update({ idOrNumber: order.id, version: 2, email: 'right@example.com' });
    expect(await refusalOf(guest.orders.get({ idOrNumber: order.id }))).toEqual({ code: 'NOT_FOUND' });
    await world.drainJobs();
    const mail = (await world.mails()).find(({ to }) => to === 'right@example.com');
    const orderToken = /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
    expect((await world.caller({ orderToken }).orders.get({ idOrNumber: order.id })).id).toBe(order.id);
  });
});
