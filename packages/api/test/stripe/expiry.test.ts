import { newId } from '@cartwright/kernel/ids';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openStripeWorld } from '../../src/testing/stripe-world.ts';
import { inconsistencies, inFlight } from '../../src/testing.ts';

// The clock advances by weeks, and sessions must outlast them.
const world = await openStripeWorld({ ACCESS_TOKEN_EXPIRE_MINUTES: '525600', REFRESH_TOKEN_EXPIRE_DAYS: '365' });
const { shop, fake, bob } = world;
const { account } = fake;
afterEach(async () => {
  account.isSearchBehind = false;
  expect(await inconsistencies(shop.db)).toEqual([]);
});
afterAll(() => world.close());

const creating = 'POST /v1/payment_intents';
const reading = 'GET /v1/payment_intents/pi_';
const drain = () => world.drainJobs();

/** Places an order whose customer the bank asked to confirm, and returns Stripe's intent too. */
async function placeAsked(token = 'pm_card_3ds') {
  const order = await world.place(token);
  await drain();
  return { ...order, intent: account.of(order.number)[0]! };
}

const until = (time: Date | null) => ({ minutes: ((time?.getTime() ?? 0) - world.clock.now().getTime()) / 60_000 });

describe('an order that was paid in time, and whose webhook', () => {
  test('is lost, is confirmed by the job that was to cancel it', async () => {
    const { id, number, total, intent } = await placeAsked();
    account.pay(intent.id);
    await world.expire(id);
    await drain();
    const order = await world.read(id);
    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect([order.count('paid'), order.count('cancelled')]).toEqual([1, 0]);
    expect(account.netOf(number)).toBe(total);
  });

  test('is lost, is confirmed two minutes before it expires', async () => {
    const { id, expiresAt, intent } = await placeAsked();
    account.pay(intent.id);
    const look = new Date((expiresAt?.getTime() ?? 0) - 2 * 60_000);
    world.clock.advance(until(look));
    await drain();
    expect((await world.read(id)).status).toBe('confirmed');
  });

  test('comes late and twice, is confirmed once', async () => {
    const { id, number, total, intent } = await placeAsked();
    account.pay(intent.id);
    await world.expire(id);
    await world.deliver(account.lastEvent(number));
    await world.deliver({ ...account.lastEvent(number), id: 'evt_again' });
    await world.expire(id);
    await drain();
    const order = await world.read(id);
    expect([order.count('paid'), order.count('confirmed'), order.count('paid_late')]).toEqual([1, 1, 0]);
    expect(account.netOf(number)).toBe(total);
  });

  test('comes while two workers and the sweeper expire it, is confirmed once', async () => {
    const { id, number, intent } = await placeAsked();
    account.pay(intent.id);
    world.clock.advance(until((await world.read(id)).expiresAt));
    await Promise.all([world.expire(id), world.expire(id), world.deliver(account.lastEvent(number)), drain()]);
    await drain();
    const order = await world.read(id);
    expect([order.status, order.count('paid'), order.count('cancelled')]).toEqual(['confirmed', 1, 0]);
  });

  test('is lost while Stripe is down, is confirmed once Stripe answers', async () => {
    const { id, number, total, intent } = await placeAsked();
    account.pay(intent.id);
    fake.trouble(reading, 'down', 'cut');
    await world.expire(id);
    await world.expire(id);
    expect(await world.read(id)).toMatchObject({ status: 'pending', expiresAt: expect.any(Date) });
    await world.expire(id);
    await drain();
    expect((await world.read(id)).status).toBe('confirmed');
    expect(account.netOf(number)).toBe(total);
  });

  test('is lost for an attempt that the customer has replaced by another, is confirmed', async () => {
    const { id, number, total, intent } = await placeAsked();
    await bob.caller.orders.pay({ idOrNumber: id, payment: { method: 'stripe', token: 'pm_card_chargeDeclined' } });
    await world.runJob(id);
    account.pay(intent.id);
    await world.expire(id);
    await drain();
    expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(account.netOf(number)).toBe(total);
  });
});

describe('an order whose charge has no answer when its time is over', () => {
  test('is paid when the answer comes', async () => {
    const { id, number, total } = await world.place();
    world.clock.advance(until((await world.read(id)).expiresAt));
    fake.trouble(creating, 'slow');
    const charging = inFlight(world.runJob(id));
    await world.expire(id);
    expect((await world.read(id)).status).toBe('pending');
    await charging;
    await drain();
    expect((await world.read(id)).status).toBe('confirmed');
    expect(account.netOf(number)).toBe(total);
  });

  test.each([1, 4])('is paid when the answer was lost at try %i and Stripe’s search lags behind', async (attempt) => {
    const { id, number, total } = await world.place();
    world.clock.advance({ minutes: 595 });
    const { paymentsOf } = world;
    // Stripe learns of the payment minutes before the order expires.
    await shop.db.transact(async (tx) => {
      await tx.update(tx.tables.payments).set({ createdAt: world.clock.now() });
    });
    account.isSearchBehind = true;
    fake.trouble(creating, 'cut');
    await expect(world.runJob(id, attempt)).rejects.toThrow();
    await world.expire(id);
    expect((await world.read(id)).status).toBe('pending');
    account.isSearchBehind = false;
    await world.expire(id);
    await drain();
    expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(account.netOf(number)).toBe(total);
    expect(await paymentsOf(id)).toHaveLength(1);
  });
});

describe('an order whose customer has not answered the bank when its time is over', () => {
  test('is cancelled, and its payment was given up at Stripe before', async () => {
    const { id, intent } = await placeAsked();
    await world.expire(id);
    expect(intent.status).toBe('canceled');
    expect(await world.read(id)).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid' });
    await drain();
    expect((await world.read(id)).events).toEqual(['placed', 'payment_action_required', 'cancelled']);
  });

  test('is confirmed when the customer answers while it is given up', async () => {
    const { id, number, total, intent } = await placeAsked();
    // Stripe refuses to cancel an intent that was paid in between.
    fake.trouble(`POST /v1/payment_intents/${intent.id}/cancel`, 'down');
    await world.expire(id);
    account.pay(intent.id);
    expect((await world.read(id)).status).toBe('pending');
    await world.expire(id);
    await drain();
    expect((await world.read(id)).status).toBe('confirmed');
    expect(account.netOf(number)).toBe(total);
  });
});

test('an order waits six times five minutes for a Stripe that is down, counted in the database, and no longer', async () => {
  const { id, expiresAt } = await placeAsked();
  fake.trouble(reading, ...Array.from({ length: 7 }, () => 'down' as const));
  for (let time = 1; time <= 6; time += 1) {
    await world.expire(id);
    const end = new Date((expiresAt?.getTime() ?? 0) + time * 5 * 60_000);
    expect(await world.read(id)).toMatchObject({ status: 'pending', expiresAt: end });
  }
  const { orders } = shop.db.tables;
  const counts = await shop.db.read.select({ id: orders.id, times: orders.expiryPostponed }).from(orders);
  expect(counts.find((order) => order.id === id)?.times).toBe(6);
  await world.expire(id);
  expect((await world.read(id)).status).toBe('cancelled');
  await drain();
});

test('an order is not cancelled below a payment that begins while Stripe is asked about another', async () => {
  const { id, expiresAt } = await placeAsked();
  world.clock.advance(until(expiresAt));
  fake.trouble(reading, 'slow');
  const expiring = inFlight(world.expire(id));
  const at = world.clock.now();
  const row = {
    orderId: id,
    provider: 'dummy',
    status: 'created',
    amount: 2_000,
    createdAt: at,
    updatedAt: at,
  } as const;
  await shop.db.transact(async (tx) => void (await tx.insert(tx.tables.payments).values({ id: newId(), ...row })));
  await expiring;
  expect((await world.read(id)).status).toBe('pending');
  await bob.caller.orders.cancel({ idOrNumber: id });
  await drain();
});

test('an order that waits longer is not cancelled by the job of its first time', async () => {
  const { id } = await placeAsked('pm_bank');
  await world.expire(id);
  await shop.db.transact(async (tx) =>
    tx.addJob({ name: 'orders.expireOrder', payload: { orderId: id }, maxAttempts: 1 }),
  );
  await drain();
  expect((await world.read(id)).status).toBe('pending');
  await bob.caller.orders.cancel({ idOrNumber: id });
  await drain();
});

describe('an order whose money is on its way when its time is over', () => {
  test('waits day by day, says so, and is confirmed when the money is there', async () => {
    const { id, number, total, intent, expiresAt } = await placeAsked('pm_bank');
    await world.expire(id);
    const waiting = await world.read(id);
    const nextDay = new Date((expiresAt?.getTime() ?? 0) + 24 * 60 * 60_000);
    expect(waiting).toMatchObject({ status: 'pending', expiresAt: nextDay });
    expect(waiting.timeline.at(-1)).toMatchObject({
      type: 'expiry_postponed',
      actor: 'system',
      data: { reason: 'payment_pending', until: nextDay.toISOString() },
    });
    for (let day = 0; day < 2; day += 1) await world.expire(id);
    account.pay(intent.id);
    await world.expire(id);
    await drain();
    expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(account.netOf(number)).toBe(total);
  });

  test('waits 14 days at the most, and gives back what comes later', async () => {
    const { id, number, createdAt, intent } = await placeAsked('pm_bank');
    for (let look = 0; look < 14; look += 1) await world.expire(id);
    expect(await world.read(id)).toMatchObject({
      status: 'pending',
      expiresAt: new Date(createdAt.getTime() + 14 * 24 * 60 * 60_000),
    });
    await world.expire(id);
    expect((await world.read(id)).status).toBe('cancelled');
    expect((await world.mailsAbout(number)).at(-1)).not.toContain('cancelled');
    await drain();
    const [cancelled] = (await world.mails()).filter(({ subject }) => subject === `Order ${number} cancelled`);
    expect(cancelled?.text).toContain('If a payment of yours still arrives');
    account.pay(intent.id);
    await world.deliver(account.lastEvent(number));
    await drain();
    expect(await world.read(id)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
    expect(account.netOf(number)).toBe(0);
  });

  test('is cancelled when the bank declines after all and nothing else pays it', async () => {
    const { id, number, intent } = await placeAsked('pm_bank');
    await world.expire(id);
    account.failAuthentication(intent.id);
    await world.deliver(account.lastEvent(number));
    expect(await world.read(id)).toMatchObject({ status: 'pending', paymentStatus: 'failed' });
    await world.expire(id);
    expect((await world.read(id)).status).toBe('cancelled');
    await drain();
  });
});
