import { eq } from 'drizzle-orm';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openStripeWorld } from '../../src/testing/stripe-world.ts';
import { inconsistencies, refusalOf } from '../../src/testing.ts';

const world = await openStripeWorld();
const { shop, fake, ada } = world;
const { account } = fake;
afterEach(async () => {
  account.refundsBegin = 'succeeded';
  expect(await inconsistencies(shop.db)).toEqual([]);
});
afterAll(() => world.close());

const drain = () => world.drainJobs();

async function placePaid() {
  const order = await world.place();
  await drain();
  return order;
}

async function refundsOf(orderId: string) {
  const { refunds } = shop.db.tables;
  return shop.db.read.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(refunds.createdAt);
}

const giveBack = (id: string, amount: number) => ada.caller.admin.orders.refund({ idOrNumber: id, amount });

test('a refund goes back through Stripe, once, with a mail', async () => {
  const { id, number, total } = await placePaid();
  await giveBack(id, 700);
  await drain();
  const [refund] = await refundsOf(id);
  await world.runRefunds(refund!.id);
  await world.deliver(account.lastEvent(number, 'charge.refunded'));
  await world.sweep();
  await drain();
  expect(account.netOf(number)).toBe(total - 700);
  const order = await world.read(id);
  expect(order).toMatchObject({ paymentStatus: 'partially_refunded', refunded: 700 });
  expect(order.count('refunded')).toBe(1);
  expect(await world.mailsAbout(number)).toHaveLength(3);
});

test('a refund whose answer is lost, and whose job comes back days later, goes back once', async () => {
  const { id, number, total } = await placePaid();
  fake.trouble('POST /v1/refunds', 'cut');
  await giveBack(id, 700);
  const [refund] = await refundsOf(id);
  await expect(world.runRefunds(refund!.id)).rejects.toThrow();
  fake.forgetKeys();
  world.clock.advance({ days: 2 });
  await world.sweep();
  await drain();
  expect(account.netOf(number)).toBe(total - 700);
  expect((await refundsOf(id)).map(({ status }) => status)).toEqual(['succeeded']);
});

test('refunds that ask for more than is left at the same time stay within the payment', async () => {
  const { id, number, total } = await placePaid();
  const asked = await Promise.allSettled(Array.from({ length: 5 }, () => giveBack(id, 900)));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(Math.floor(total / 900));
  await drain();
  expect(account.netOf(number)).toBe(total % 900);
  expect(await refusalOf(giveBack(id, 900))).toMatchObject({ code: 'REFUND_TOO_LARGE', refundable: total % 900 });
});

test.each(['webhook', 'sweeper'] as const)(
  'a refund that takes days is written down when the %s says so',
  async (finder) => {
    const { id, number } = await placePaid();
    account.refundsBegin = 'pending';
    await giveBack(id, 700);
    await drain();
    expect((await refundsOf(id))[0]).toMatchObject({ status: 'created', reference: expect.stringMatching(/^re_/) });
    expect((await world.read(id)).count('refunded')).toBe(0);
    account.endRefund(account.refunds.at(-1)!.id, 'succeeded');
    if (finder === 'webhook') await world.deliver(account.lastEvent(number));
    else await world.sweep();
    await drain();
    expect((await refundsOf(id))[0]?.status).toBe('succeeded');
    expect((await world.read(id)).count('refunded')).toBe(1);
    expect(account.refunds.filter(({ payment_intent }) => payment_intent === account.of(number)[0]!.id)).toHaveLength(
      1,
    );
  },
);

test('a refund that Stripe refuses has failed, and the money can be refunded again', async () => {
  const { id, number, total } = await placePaid();
  const { id: made } = giveBackAtStripe(number, total);
  await giveBack(id, 700);
  await drain();
  expect((await refundsOf(id))[0]).toMatchObject({ status: 'failed', failure: 'charge_already_refunded' });
  expect(await world.read(id)).toMatchObject({ refunded: 0, paymentStatus: 'paid' });
  account.endRefund(made, 'failed');
  await giveBack(id, 700);
  await drain();
  expect((await world.read(id)).refunded).toBe(700);
});

/** Makes a refund in Stripe's own dashboard. */
function giveBackAtStripe(number: string, amount: number) {
  const form = new URLSearchParams({ payment_intent: account.of(number)[0]!.id, amount: String(amount) });
  account.createRefund(form);
  return account.refunds.at(-1)!;
}

describe('a refund made in Stripe’s dashboard', () => {
  test('is written into the order and mailed, once, however often Stripe tells of it', async () => {
    const { id, number, total } = await placePaid();
    giveBackAtStripe(number, 300);
    const told = account.lastEvent(number, 'charge.refunded');
    await Promise.all([world.deliver(told), world.deliver({ ...told, id: 'evt_again' })]);
    await drain();
    await world.sweep();
    await drain();
    const order = await world.read(id);
    expect(order).toMatchObject({ paymentStatus: 'partially_refunded', refunded: 300 });
    expect([order.count('refund_requested'), order.count('refunded')]).toEqual([1, 1]);
    expect(await world.mailsAbout(number)).toHaveLength(3);
    expect(account.netOf(number)).toBe(total - 300);
    // The shop can refund the rest, and no more.
    expect(await refusalOf(giveBack(id, total - 299))).toMatchObject({ refundable: total - 300 });
    await giveBack(id, total - 300);
    await drain();
    expect(account.netOf(number)).toBe(0);
  });

  test('that takes days is never made a second time, and what the bank sends back can be refunded again', async () => {
    const { id, number, total } = await placePaid();
    account.refundsBegin = 'pending';
    const { id: refundId } = giveBackAtStripe(number, 300);
    await world.deliver(account.lastEvent(number));
    await drain();
    await world.sweep();
    await drain();
    expect(await world.read(id)).toMatchObject({ refunded: 300 });
    expect(account.netOf(number)).toBe(total - 300);
    account.endRefund(refundId, 'failed');
    await world.deliver(account.lastEvent(number));
    await drain();
    const order = await world.read(id);
    expect(order).toMatchObject({ refunded: 0, paymentStatus: 'paid' });
    expect([order.count('refunded'), order.count('refund_failed')]).toEqual([0, 1]);
  });

  test('in the place of one that was asked for here ends with what Stripe has given back', async () => {
    const { id, number, total } = await placePaid();
    await giveBack(id, 700);
    giveBackAtStripe(number, total);
    const told = account.lastEvent(number);
    // The shop has no money left to record the refund against, until Stripe has refused the other one.
    await expect(world.deliver(told)).rejects.toMatchObject({ code: 'REFUND_TOO_LARGE' });
    await drain();
    await world.deliver(told);
    await drain();
    const refunds = (await refundsOf(id)).map(({ status, amount }) => `${status} ${amount}`);
    expect(refunds.sort()).toEqual(['failed 700', `succeeded ${total}`]);
    expect(await world.read(id)).toMatchObject({ refunded: total, paymentStatus: 'refunded' });
  });
});

test('a refund that comes back from the bank weeks later has failed, once, in whatever order that is told', async () => {
  const { id, number } = await placePaid();
  await giveBack(id, 700);
  await drain();
  const refunded = account.lastEvent(number, 'charge.refunded');
  account.endRefund(account.refunds.at(-1)!.id, 'failed');
  const failed = account.lastEvent(number, 'refund.failed');
  for (const event of [failed, refunded, failed]) await world.deliver(event);
  await drain();
  const order = await world.read(id);
  expect(order).toMatchObject({ refunded: 0, paymentStatus: 'paid' });
  expect([order.count('refunded'), order.count('refund_failed')]).toEqual([1, 1]);
});

test('cancelling a paid order gives everything back through Stripe', async () => {
  const { id, number } = await placePaid();
  await world.bob.caller.orders.cancel({ idOrNumber: id });
  await drain();
  expect(await world.read(id)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
  expect(account.netOf(number)).toBe(0);
});
