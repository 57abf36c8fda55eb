import { inFlight } from '@cartwright/db/testing';
import { newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openStripeWorld } from '../../src/testing/stripe-world.ts';
import { inconsistencies } from '../../src/testing.ts';

const world = await openStripeWorld();
const { shop, fake, ada, bob } = world;
const { account } = fake;
afterEach(async () => {
  account.isSearchBehind = false;
  expect(await inconsistencies(shop.db)).toEqual([]);
});
afterAll(() => world.close());

const creating = 'POST /v1/payment_intents';
const drain = () => world.drainJobs();

describe('money that comes after the order is gone', () => {
  test.each(['webhook', 'sweeper', 'cancel job'] as const)('goes back, found by the %s', async (finder) => {
    const { id, number, total } = await world.place('pm_card_3ds');
    await drain();
    const { id: intentId } = account.of(number)[0]!;
    await world.expire(id);
    account.pay(intentId);
    const event = account.lastEvent(number);
    if (finder === 'webhook') await world.deliver(event);
    if (finder === 'sweeper') await world.sweep();
    if (finder === 'cancel job') await world.cancelPayment((await world.paymentsOf(id))[0]!.id);
    expect((await world.paymentsOf(id))[0]).toMatchObject({ status: 'captured', captured: total, refunded: total });
    await world.deliver(event);
    await world.sweep();
    await drain();
    const order = await world.read(id);
    expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
    expect([order.count('paid_late'), order.count('refunded')]).toEqual([1, 1]);
    expect(account.netOf(number)).toBe(0);
  });

  test('goes back when the answer was lost and no webhook ever came', async () => {
    const { id, number } = await world.place();
    fake.trouble(creating, 'cut');
    await expect(world.runJob(id)).rejects.toThrow();
    await bob.caller.orders.cancel({ idOrNumber: id });
    await world.sweep();
    await drain();
    expect(await world.read(id)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
    expect(account.netOf(number)).toBe(0);
  });

  test.each(['is lost', 'is the bank’s question'] as const)(
    'goes back when its customer has left while the answer %s',
    async (answer) => {
      const eve = await world.signUp();
      const { id, number } = await world.place(answer === 'is lost' ? 'pm_card_visa' : 'pm_card_3ds', eve);
      if (answer === 'is lost') fake.trouble(creating, 'cut');
      await world.runJob(id).catch(() => undefined);
      await eve.caller.auth.deleteMe({ password: 'correct horse' });
      const [intent] = account.of(number);
      if (intent?.status === 'requires_action') account.pay(intent.id);
      await world.sweep();
      await drain();
      const order = await ada.caller.orders.get({ idOrNumber: id });
      expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
      expect(intent).toMatchObject({ status: 'succeeded' });
      expect(account.netOf(number)).toBe(0);
    },
  );

  test('cannot come: what waits for the customer is given up at Stripe', async () => {
    const { id, number } = await world.place('pm_card_3ds');
    await drain();
    await bob.caller.orders.cancel({ idOrNumber: id });
    await drain();
    expect(account.of(number)[0]?.status).toBe('canceled');
    const before = fake.calls.length;
    await world.sweep();
    expect(fake.calls.slice(before).filter((call) => call.includes(account.of(number)[0]!.id))).toEqual([]);
  });

  test('cannot come when the bank’s question arrives after the order was cancelled', async () => {
    const { id, number } = await world.place('pm_card_3ds');
    fake.trouble(creating, 'slow');
    const charging = inFlight(world.runJob(id));
    await bob.caller.orders.cancel({ idOrNumber: id });
    await charging;
    await drain();
    expect(account.of(number)[0]?.status).toBe('canceled');
    expect((await world.paymentsOf(id))[0]).toMatchObject({ status: 'voided', action: null });
  });
});

describe('a payment that got no answer', () => {
  test('and was paid all the same is found, and confirms the order', async () => {
    const { id, number, total } = await world.place();
    fake.trouble(creating, 'cut');
    await expect(world.runJob(id, 4)).rejects.toThrow();
    expect((await world.read(id)).payment.failure).toBe('no_answer');
    await world.sweep();
    expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(account.netOf(number)).toBe(total);
  });

  test('and was paid twice by a patient customer gives one of the two back', async () => {
    const { id, number, total } = await world.place();
    fake.trouble(creating, 'cut');
    await expect(world.runJob(id, 4)).rejects.toThrow();
    await bob.caller.orders.pay({ idOrNumber: id, payment: { method: 'stripe', token: 'pm_card_visa' } });
    await drain();
    await world.sweep();
    await drain();
    expect(account.of(number)).toHaveLength(2);
    expect(account.netOf(number)).toBe(total);
    const order = await world.read(id);
    expect([order.count('paid'), order.count('paid_late'), order.count('confirmed')]).toEqual([1, 1, 1]);
  });

  test('and is found when the customer is paying again ends that other attempt', async () => {
    const { id, number, total } = await world.place();
    fake.trouble(creating, 'cut');
    await expect(world.runJob(id, 4)).rejects.toThrow();
    await bob.caller.orders.pay({ idOrNumber: id, payment: { method: 'stripe', token: 'pm_card_3ds' } });
    await drain();
    expect((await world.read(id)).payment.action).not.toBeNull();
    await world.sweep();
    await drain();
    expect(account.of(number).map(({ status }) => status)).toEqual(['succeeded', 'canceled']);
    expect(await world.read(id)).toMatchObject({ status: 'confirmed', payment: { action: null } });
    expect(account.netOf(number)).toBe(total);
  });

  test('whose job died is charged by the sweeper, once, though Stripe’s search lags behind', async () => {
    const { id, number, total } = await world.place();
    account.isSearchBehind = true;
    fake.trouble(creating, 'cut');
    await expect(world.runJob(id)).rejects.toThrow();
    const { waiting } = await shop.db.queue.count();
    await world.sweep();
    expect((await shop.db.queue.count()).waiting).toBe(waiting + 1);
    await drain();
    expect((await world.read(id)).status).toBe('confirmed');
    expect(account.netOf(number)).toBe(total);
  });

  test('is not charged again when Stripe has forgotten its key', async () => {
    const { id, number, total } = await world.place();
    fake.trouble(creating, 'cut');
    await expect(world.runJob(id)).rejects.toThrow();
    fake.forgetKeys();
    // No worker ran for more than a day, not even to expire the order.
    world.clock.advance({ hours: 25 });
    await world.runJob(id, 2);
    expect(account.netOf(number)).toBe(total);
    expect(account.of(number)).toHaveLength(1);
  });

  test('is asked about until nobody has heard of it for a day, and then no more', async () => {
    const { id } = await world.place();
    fake.trouble(creating, 'down', 'down', 'down', 'down');
    for (const attempt of [1, 2, 3, 4]) await expect(world.runJob(id, attempt)).rejects.toThrow();
    await world.sweep();
    expect((await world.read(id)).payment.failure).toBe('no_answer');
    world.clock.advance({ days: 2 });
    await world.sweep();
    const searches = () => fake.calls.filter((call) => call.endsWith('/search')).length;
    const before = searches();
    await world.sweep();
    expect(searches()).toBe(before);
  });
});

test('payments that nobody can say anything of do not keep the sweeper from the others', async () => {
  const { id, number } = await world.place('pm_bank');
  await drain();
  account.pay(account.of(number)[0]!.id);
  const old = new Date(world.clock.now().getTime() - 60 * 60_000);
  const row = { orderId: id, provider: 'dummy', status: 'voided', amount: 1, createdAt: old, updatedAt: old } as const;
  await shop.db.transact(async (tx) => {
    await tx.insert(tx.tables.payments).values(Array.from({ length: 250 }, () => ({ id: newId(), ...row })));
  });
  await world.sweep();
  await world.sweep();
  expect((await world.read(id)).status).toBe('confirmed');
  await shop.db.transact(async (tx) => {
    await tx.delete(tx.tables.payments).where(eq(tx.tables.payments.provider, 'dummy'));
  });
});
