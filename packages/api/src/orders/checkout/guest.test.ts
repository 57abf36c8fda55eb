import { failureOf } from '@cartwright/kernel/failure-of';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, rowCounts, type SignedUp, tally } from '../../testing.ts';

const world = await createTestShop({
  GUEST_CHECKOUT: 'on',
  PAYMENT_METHODS: 'dummy,cod',
  STORE_URL: 'https://shop.test',
});
const { shop } = world;
const { orders } = shop.db.tables;
let ada: SignedUp;
let mug = '';
beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  mug = (await ada.caller.products.create({ name: 'Mug', price: 900, stock: 500 })).variants[0]?.id ?? '';
});
afterAll(() => world.close());

let people = 0;
beforeEach(() => {
  people += 1;
});

/** A guest with a network, a cart and an address of its own. */
async function newGuest(details: { email?: string; ip?: string; cartToken?: string } = {}) {
  const { email = `guest-${people}@example.com`, ip = `198.51.100.${people}` } = details;
  const first = { ip, ...details };
  const cartToken = details.cartToken ?? (await world.caller(first).cart.addItem({ variantId: mug })).token ?? '';
  const callerWith = (idempotencyKey: string, more: object = {}) =>
    world.caller({ ip, cartToken, idempotencyKey, ...more });
  const caller = world.caller({ ip, cartToken });
  const input = (more: object = {}) => orderInput({ email, items: [{ variantId: mug, quantity: 1 }], ...more });
  const place = (more: object = {}) => caller.orders.place(input(more));
  /** Calls that show the token of an order. */
  const by = (orderToken: string | undefined) => world.caller({ ip, orderToken });
  return { email, ip, cartToken, caller, callerWith, input, place, by };
}

describe('a guest', () => {
  test('orders the cart, and opens exactly this order with its token', async () => {
    const guest = await newGuest();
    const { orderToken, ...order } = await guest.caller.orders.place(orderInput({ email: guest.email }));
    expect(order.items).toMatchObject([{ variantId: mug, quantity: 1 }]);
    expect((await guest.caller.cart.get()).count).toBe(0);
    const { id, number } = order;
    for (const idOrNumber of [id, number]) {
      expect(await guest.by(orderToken).orders.get({ idOrNumber })).toMatchObject({ id, number });
    }
    const other = await guest.place();
    expect(other.orderToken).not.toBe(orderToken);
    for (const token of [other.orderToken, 'x', 'x'.repeat(43), `${orderToken}x`]) {
      expect(await refusalOf(guest.by(token).orders.get({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
      expect(await refusalOf(guest.by(token).orders.cancel({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
      const payment = { method: 'dummy', token: 'ok' } as const;
      expect(await refusalOf(guest.by(token).orders.pay({ idOrNumber: id, payment }))).toEqual({ code: 'NOT_FOUND' });
      expect(await refusalOf(guest.by(token).orders.onUpdate({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
    }
  });

  test('needs an address, the token of a cart, and a payment that guests may use', async () => {
    const guest = await newGuest();
    const before = await rowCounts(shop.db);
    const issueOf = async (call: Promise<unknown>) => ({ issues: (await refusalOf(call)).issues });
    const without = orderInput({ items: [{ variantId: mug, quantity: 1 }] });
    expect((await issueOf(guest.caller.orders.place(without))).issues).toMatchObject([{ path: 'email' }]);
    const input = orderInput({ email: guest.email, items: [{ variantId: mug, quantity: 1 }] });
    for (const cartToken of [undefined, '', '1', 'x'.repeat(44)]) {
      const caller = world.caller({ ip: guest.ip, cartToken });
      expect((await issueOf(caller.orders.place(input))).issues).toMatchObject([{ path: 'X-Cart-Token' }]);
    }
    const cash = { ...input, payment: { method: 'cod' as const } };
    const issue = { path: 'payment.method', code: 'not_offered' };
    expect((await issueOf(guest.caller.orders.place(cash))).issues).toMatchObject([issue]);
    expect((await issueOf(guest.caller.orders.quote(cash))).issues).toMatchObject([issue]);
    expect(await rowCounts(shop.db)).toEqual(before);
  });

  test('pays again and cancels by the token, and the timeline names the customer', async () => {
    const guest = await newGuest();
    const { id, orderToken } = await guest.place({ payment: { method: 'dummy', token: 'decline' } });
    await world.drainJobs();
    const own = guest.by(orderToken);
    await own.orders.pay({ idOrNumber: id, payment: { method: 'dummy', token: 'ok' } });
    await world.drainJobs();
    expect(await own.orders.get({ idOrNumber: id })).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    const cancelled = await own.orders.cancel({ idOrNumber: id, reason: 'Too late' });
    expect(cancelled.timeline.find(({ type }) => type === 'cancelled')).toMatchObject({ actor: 'customer' });
  });

  test('gets e-mails whose link opens the order', async () => {
    const guest = await newGuest();
    const { number, orderToken } = await guest.place();
    await world.drainJobs();
    const mails = (await world.mails()).filter(({ to }) => to === guest.email);
    expect(mails.length).toBeGreaterThan(1);
    for (const { html, text } of mails) {
      expect(text).toContain(`https://shop.test/orders/${number}#token=${orderToken}`);
      expect(html).toContain(`https://shop.test/orders/${number}#token=${orderToken}`);
      expect(text).not.toMatch(/your account/i);
    }
  });

  test('is refused where the shop has no guest checkout', async () => {
    const closed = await createTestShop({ GUEST_CHECKOUT: 'off' }, { database: world.database });
    const guest = await newGuest();
    const caller = closed.caller({ ip: guest.ip, cartToken: guest.cartToken });
    expect(await refusalOf(caller.orders.place(guest.input()))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await closed.caller().store.get()).toMatchObject({ guestCheckout: false });
    expect(await world.caller().store.get()).toMatchObject({
      guestCheckout: true,
      paymentMethods: [
        { method: 'dummy', guests: true },
        { method: 'cod', guests: false },
      ],
    });
  });
});

describe('the token of an order', () => {
  test('ends after a year', async () => {
    const guest = await newGuest();
    const { id, orderToken, createdAt } = await guest.place();
    const at = (days: number) => new Date(createdAt.getTime() - days * 86_400_000);
    const moveTo = (days: number) => shop.db.transact((tx) => tx.update(orders).set({ createdAt: at(days) }));
    await moveTo(364);
    await guest.by(orderToken).orders.get({ idOrNumber: id });
    await moveTo(366);
    expect(await refusalOf(guest.by(orderToken).orders.get({ idOrNumber: id }))).toEqual({ code: 'NOT_FOUND' });
  });

  test('means nothing for the order of an account', async () => {
    const guest = await newGuest();
    const bob = await world.signUp();
    const order = await bob.caller.orders.place(orderInput({ items: [{ variantId: mug, quantity: 1 }] }));
    expect(order).not.toHaveProperty('orderToken');
    const { orderToken } = await guest.place();
    expect(await refusalOf(guest.by(orderToken).orders.get({ idOrNumber: order.id }))).toEqual({ code: 'NOT_FOUND' });
    expect(
      (await world.caller({ accessToken: bob.accessToken, orderToken }).orders.get({ idOrNumber: order.id })).id,
    ).toBe(order.id);
  });
});

describe('an Idempotency-Key of a guest', () => {
  test('gives one order, also for parallel calls, and answers with what is now', async () => {
    const guest = await newGuest();
    const caller = guest.callerWith('guest-key');
    const placed = await Promise.all(Array.from({ length: 4 }, () => caller.orders.place(guest.input())));
    const [first] = placed;
    expect(new Set(placed.map(({ id }) => id)).size).toBe(1);
    expect(new Set(placed.map(({ orderToken }) => orderToken)).size).toBe(1);
    await guest.by(first?.orderToken).orders.cancel({ idOrNumber: first?.id ?? '' });
    expect(await caller.orders.place(guest.input())).toMatchObject({ id: first?.id, status: 'cancelled' });
  });

  test('of two carts are two keys', async () => {
    const [one, two] = [await newGuest(), await newGuest({ ip: '203.0.113.9' })];
    const [a, b] = [
      await one.callerWith('shared').orders.place(one.input()),
      await two.callerWith('shared').orders.place(two.input()),
    ];
    expect(a.id).not.toBe(b.id);
  });

  test('still counts after signing in, by the token of the cart', async () => {
    const guest = await newGuest();
    const placed = await guest.callerWith('signing-in').orders.place(guest.input());
    const bob = await world.signUp();
    const { accessToken } = bob;
    const again = guest.callerWith('signing-in', { accessToken });
    expect(await again.orders.place(guest.input())).toMatchObject({ id: placed.id, orderToken: placed.orderToken });
    const other = guest.input({ note: 'Another input' });
    expect(await refusalOf(again.orders.place(other))).toEqual({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await bob.caller.orders.list({})).items).toEqual([]);
  });

  test('gives one order to a guest and an account at the same moment', async () => {
    const guest = await newGuest();
    const { accessToken, user } = await world.signUp();
    const email = user.email;
    const before = await shop.db.read.$count(orders);
    const [one, other] = await Promise.allSettled([
      guest.callerWith('both').orders.place(guest.input({ email })),
      guest.callerWith('both', { accessToken }).orders.place(guest.input({ email })),
    ]);
    expect(other.status).toBe('fulfilled');
    // If the account was first, the guest has to sign in to see its order.
    if (one.status === 'rejected') expect(failureOf(one.reason).code).toBe('UNAUTHENTICATED');
    expect((await shop.db.read.$count(orders)) - before).toBe(1);
  });

  test('of an account refuses the address of another person, and writes nothing', async () => {
    const guest = await newGuest();
    const bob = await world.signUp();
    const before = await rowCounts(shop.db);
    const caller = world.caller({ accessToken: bob.accessToken, cartToken: guest.cartToken, idempotencyKey: 'other' });
    expect(await refusalOf(caller.orders.place(guest.input()))).toMatchObject({ issues: [{ path: 'email' }] });
    expect(await rowCounts(shop.db)).toEqual(before);
  });
});

describe('unpaid orders of guests', () => {
  test.each([
    ['for one address', (n: number) => ({ ip: `192.0.2.${n}` }), 'email'],
    ['from one network', (n: number) => ({ email: `many-${n}@example.com` }), 'ip'],
  ] as const)('%s are five at most, also when eight come at the same moment', async (_, differ, by) => {
    const guests = await Promise.all(Array.from({ length: 8 }, (_, n) => newGuest(differ(n))));
    expect(await tally(guests.map(({ place }) => place()))).toEqual({ ok: 5, RATE_LIMITED: 3 });
    const [first] = guests;
    expect(await refusalOf(first?.place() ?? Promise.resolve())).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 30 * 60,
      policy: { name: `unpaid guest orders:${by}`, calls: 5 },
    });
    // The worker has the five orders paid.
    await world.drainJobs();
    await first?.place();
  });
});
