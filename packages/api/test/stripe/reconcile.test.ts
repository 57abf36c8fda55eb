import { newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { reconcileSpan } from '../../src/orders/index.ts';
import { openStripeWorld } from '../../src/testing/stripe-world.ts';
import { inconsistencies, refusalOf } from '../../src/testing.ts';

const world = await openStripeWorld();
const { shop, fake, bob } = world;
const { account } = fake;
beforeEach(() => {
  account.intents.length = 0;
  account.refunds.length = 0;
  account.mostListed = 100;
});
afterEach(async () => expect(await inconsistencies(shop.db)).toEqual([]));
afterAll(() => world.close());

const stripe = shop.paymentProviders.get('stripe')!;
const hour = 60 * 60_000;
/** Stripe keeps real time, independent of the shop's clock. */
const span = () => ({
  from: new Date(Date.now() - hour).toISOString(),
  to: new Date(Date.now() + hour).toISOString(),
});
const reconcile = (refund = false) => reconcileSpan(shop, { ...span(), refund });
const outcomes = async (refund = false) =>
  (await reconcile(refund)).discrepancies.map(({ kind, outcome }) => `${kind} ${outcome}`);

/** Makes a charge whose order was lost with its database. */
async function chargeLost(token = 'pm_card_visa', amount = 2_490) {
  const paymentId = newId();
  const orderNumber = `LOST-${paymentId.slice(-5)}`;
  await stripe.charge({ paymentId, orderNumber, amount, currency: 'USD', token, attempt: 1 });
  return { paymentId, orderNumber, intent: account.of(orderNumber)[0]! };
}

async function placePaid() {
  const order = await world.place();
  await world.drainJobs();
  return order;
}

describe('a payment that no order knows', () => {
  test('is listed, and returned once with --refund, however often that runs', async () => {
    await placePaid();
    const { paymentId, orderNumber, intent } = await chargeLost();
    const { discrepancies, checked, providers } = await reconcile();
    expect({ checked, providers }).toEqual({ checked: 2, providers: ['stripe'] });
    expect(discrepancies).toMatchObject([
      {
        kind: 'unknown',
        provider: 'stripe',
        reference: intent.id,
        paymentId,
        orderNumber,
        amount: 2_490,
        recorded: null,
      },
    ]);
    expect(account.refunds).toEqual([]);
    expect(await outcomes(true)).toEqual(['unknown returned']);
    expect(await outcomes(true)).toEqual([]);
    expect(account.netOf(orderNumber)).toBe(0);
    expect(account.refunds).toHaveLength(1);
  });

  test('is returned once by two runs at the same time, and after an answer that was lost', async () => {
    const { orderNumber } = await chargeLost();
    fake.trouble('POST /v1/refunds', 'cut');
    expect(await outcomes(true)).toEqual(['unknown failed']);
    await Promise.all([reconcile(true), reconcile(true)]);
    expect(account.refunds).toHaveLength(1);
    expect(account.netOf(orderNumber)).toBe(0);
  });

  test('is returned as far as it was not returned by hand', async () => {
    const { orderNumber, intent } = await chargeLost();
    account.createRefund(new URLSearchParams({ payment_intent: intent.id, amount: '490' }));
    expect((await reconcile(true)).discrepancies).toMatchObject([{ amount: 2_000, outcome: 'returned' }]);
    expect(account.netOf(orderNumber)).toBe(0);
  });

  test('is given up where the customer has not paid yet', async () => {
    const { intent } = await chargeLost('pm_card_3ds');
    expect(await outcomes()).toEqual(['unknown left']);
    expect(await outcomes(true)).toEqual(['unknown given up']);
    expect(intent.status).toBe('canceled');
    expect(await outcomes(true)).toEqual([]);
  });

  test('is not touched when another shop or system made it on the same account', async () => {
    const made = { payment_method: 'pm_card_visa', amount: '100', currency: 'usd' };
    const others = [
      {},
      { 'metadata[paymentId]': newId() },
      { 'metadata[paymentId]': newId(), 'metadata[shop]': 'https://other.example' },
    ];
    for (const metadata of others) account.createIntent(new URLSearchParams({ ...made, ...metadata }));
    expect(await reconcile(true)).toMatchObject({ checked: 0, discrepancies: [] });
    expect(account.refunds).toEqual([]);
  });

  test('is found on every page of a long list', async () => {
    account.mostListed = 3;
    for (let index = 0; index < 8; index += 1) await chargeLost();
    expect(await outcomes(true)).toEqual(Array.from({ length: 8 }, () => 'unknown returned'));
  });
});

test('a payment that was captured without news of it is recorded, and confirms its order', async () => {
  const { id, number } = await world.place('pm_card_3ds');
  await world.drainJobs();
  account.pay(account.of(number)[0]!.id);
  expect(await outcomes()).toEqual(['unrecorded left']);
  expect(await outcomes(true)).toEqual(['unrecorded recorded']);
  expect((await world.read(id)).status).toBe('confirmed');
  expect(await outcomes(true)).toEqual([]);
  await world.drainJobs();
});

test('a payment whose amount differs is left for a person', async () => {
  const { number } = await placePaid();
  const [intent] = account.of(number);
  intent!.amount_received += 1;
  const { discrepancies } = await reconcile(true);
  expect(discrepancies).toMatchObject([{ kind: 'amount', orderNumber: number, outcome: 'left' }]);
  expect(discrepancies[0]!.amount - discrepancies[0]!.recorded!).toBe(1);
  expect(account.refunds).toEqual([]);
});

test('a payment of an order that was cancelled, and whose refund failed, is refunded', async () => {
  const { id, number } = await placePaid();
  await bob.caller.orders.cancel({ idOrNumber: id });
  expect(await outcomes()).toEqual([]);
  await world.drainJobs();
  account.endRefund(account.refunds.at(-1)!.id, 'failed');
  await world.deliver(account.lastEvent(number));
  expect(await outcomes()).toEqual(['cancelled left']);
  expect(await outcomes(true)).toEqual(['cancelled returned']);
  expect(await outcomes(true)).toEqual([]);
  await world.drainJobs();
  expect(account.netOf(number)).toBe(0);
  const { auditLog } = shop.db.tables;
  const entries = await shop.db.read.select().from(auditLog).where(eq(auditLog.action, 'payments reconcile --refund'));
  expect(entries).toMatchObject([{ actor: 'cli', targetLabel: number }]);
});

test('a span that ends before it begins is refused', async () => {
  const call = reconcileSpan(shop, { from: '2026-02-01', to: '2026-01-01' });
  expect(await refusalOf(call)).toMatchObject({ code: 'VALIDATION' });
});
