import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openStripeWorld } from '../../src/testing/stripe-world.ts';
import { inconsistencies } from '../../src/testing.ts';

const world = await openStripeWorld();
const { shop, fake, ada, bob } = world;
const { account } = fake;
afterEach(async () => {
  expect(await inconsistencies(shop.db)).toEqual([]);
});
afterAll(() => world.close());

const creating = 'POST /v1/payment_intents';
const drain = () => world.drainJobs();

describe('an order paid by Stripe', () => {
  test('is confirmed, with one mail, and keeps nothing that can pay', async () => {
    const { id, number, total } = await world.place();
    await drain();
    const order = await world.read(id);
    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'paid', payment: { action: null } });
    expect(account.netOf(number)).toBe(total);
    const [payment] = await world.paymentsOf(id);
    expect(payment).toMatchObject({ captured: total, token: null, action: null, reference: account.of(number)[0]?.id });
    expect(await world.mailsAbout(number)).toHaveLength(2);
  });

  test('with a card that is declined can be paid with another', async () => {
    const { id, number, total } = await world.place('pm_card_chargeDeclined');
    await drain();
    const declined = await world.read(id);
    expect(declined).toMatchObject({
      status: 'pending',
      paymentStatus: 'failed',
      payment: { failure: 'insufficient_funds' },
    });
    await bob.caller.orders.pay({ idOrNumber: id, payment: { method: 'stripe', token: 'pm_card_visa' } });
    await drain();
    expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
    expect(account.netOf(number)).toBe(total);
  });

  test('that the customer must confirm shows the way to its owner only, and is confirmed by the webhook', async () => {
    const { id, number, total } = await world.place('pm_card_3ds');
    await drain();
    const secret = account.of(number)[0]?.client_secret;
    const waiting = await world.read(id);
    expect(waiting).toMatchObject({ status: 'pending', payment: { action: { type: 'stripe', clientSecret: secret } } });
    expect(JSON.stringify(waiting.timeline)).not.toContain('secret');
    const carol = await world.signUp();
    await expect(carol.caller.orders.get({ idOrNumber: id })).rejects.toThrow();
    await expect(carol.caller.orders.pay({ idOrNumber: id, payment: { method: 'cod' } })).rejects.toThrow();

    account.pay(account.of(number)[0]!.id);
    await world.deliver(account.lastEvent(number));
    await drain();
    expect(await world.read(id)).toMatchObject({ status: 'confirmed', payment: { action: null } });
    expect(account.netOf(number)).toBe(total);
  });

  test('whose customer fails at the bank can be paid again, and the old attempt takes nothing more', async () => {
    const { id, number } = await world.place('pm_card_3ds');
    await drain();
    const [intent] = account.of(number);
    account.failAuthentication(intent!.id);
    await world.deliver(account.lastEvent(number));
    await drain();
    expect(await world.read(id)).toMatchObject({
      paymentStatus: 'failed',
      payment: { failure: 'authentication_failed', action: null },
    });
    expect(intent!.status).toBe('canceled');
  });

  test('that the customer pays in another way while the bank asks takes the money once', async () => {
    const { id, number, total } = await world.place('pm_card_3ds');
    await drain();
    await bob.caller.orders.pay({ idOrNumber: id, payment: { method: 'stripe', token: 'pm_card_visa' } });
    await drain();
    expect(account.of(number).map(({ status }) => status)).toEqual(['canceled', 'succeeded']);
    expect(account.netOf(number)).toBe(total);
    expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
  });

  test('that is paid at the door after all keeps that payment when late money comes and goes', async () => {
    const { id, number } = await world.place('pm_card_3ds');
    await drain();
    account.pay(account.of(number)[0]!.id);
    await bob.caller.orders.pay({ idOrNumber: id, payment: { method: 'cod' } });
    await world.deliver(account.lastEvent(number));
    await drain();
    const payments = await world.paymentsOf(id);
    expect(payments.map(({ provider, status }) => [provider, status])).toEqual([
      ['stripe', 'captured'],
      ['cod', 'created'],
    ]);
    expect(account.netOf(number)).toBe(0);
  });

  test('that the bank thinks about is confirmed when the bank has thought', async () => {
    const { id, number } = await world.place('pm_bank');
    await drain();
    expect(await world.read(id)).toMatchObject({ status: 'pending', payment: { action: null, failure: null } });
    account.pay(account.of(number)[0]!.id);
    await world.sweep();
    expect((await world.read(id)).status).toBe('confirmed');
  });

  test('with too little money is not confirmed, and the money goes back', async () => {
    const { id, number, total } = await world.place('pm_card_short');
    await drain();
    const order = await world.read(id);
    expect(order).toMatchObject({ status: 'pending', paymentStatus: 'refunded', refunded: total - 1 });
    expect(order.events).toContain('paid_wrong_amount');
    expect(account.netOf(number)).toBe(0);
  });
});

test('neither token nor secret reaches a job or a log', async () => {
  const lines: string[] = [];
  const { log } = shop;
  const written = (_name: string, value: unknown) => (value instanceof Error ? value.stack : value);
  const keep = (facts: object, message: string) => void lines.push(JSON.stringify([facts, message], written));
  Object.assign(shop, { log: { debug: keep, info: keep, warn: keep, error: keep } });
  try {
    const { id, number } = await world.place('pm_card_3ds');
    fake.trouble(creating, 'down');
    await drain();
    world.clock.advance({ minutes: 1 });
    await drain();
    account.pay(account.of(number)[0]!.id);
    await world.deliver(account.lastEvent(number));
    expect((await world.read(id)).status).toBe('confirmed');
  } finally {
    Object.assign(shop, { log });
  }
  expect(lines.join('\n')).toContain('Stripe did not do it: StripeAPIError, unavailable, 503');
  expect(lines.join('\n')).not.toMatch(/pm_card|_secret_|sk_test|whsec/);
});

test('an admin sees what the customer must do, and cannot do it for them', async () => {
  const { id } = await world.place('pm_card_3ds');
  await drain();
  const order = await ada.caller.admin.orders.get({ idOrNumber: id });
  expect(order.payment.action?.type).toBe('stripe');
  await expect(ada.caller.orders.pay({ idOrNumber: id, payment: { method: 'cod' } })).rejects.toThrow();
});
