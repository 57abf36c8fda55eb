import { jobActor } from '@cartwright/kernel/actor';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createTestShop,
  type FakeStripe,
  inconsistencies,
  orderInput,
  type SignedUp,
  startFakeStripe,
  type TestShop,
  testAddress,
} from '../../testing.ts';
import { orderJobs } from '../jobs.ts';
import { recordRefund } from '../refund/record-refund.ts';

const recording = 'POST /v1/tax/transactions/create_from_calculation';
const reversing = 'POST /v1/tax/transactions/create_reversal';

let stripe: FakeStripe;
let world: TestShop;
let ada: SignedUp;
let bob: SignedUp;
let mug: string;
let bread: string;
beforeAll(async () => {
  stripe = await startFakeStripe();
  const settings = { TAX_PROVIDER: 'stripe', SHIPPING_PRICE: '500', ACCESS_TOKEN_EXPIRE_MINUTES: '525600' };
  world = await createTestShop({ ...stripe.env, ...settings, REFRESH_TOKEN_EXPIRE_DAYS: '365' });
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  mug = (await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 1_000 })).id;
  bread = (await ada.caller.products.create({ name: 'Bread', price: 400, stock: 1_000, taxClass: 'zero' })).id;
});
beforeEach(() => void stripe.tax.transactions.splice(0));
afterEach(async () => expect(await inconsistencies(world.shop.db)).toEqual([]));
afterAll(async () => {
  await world.close();
  await stripe.close();
});

let flats = 0;
/** Two mugs with 9.5 % tax, three breads without, and shipping with tax: 37.00 and 2.37 tax. */
function place(fields: object = {}) {
  const address = { ...testAddress, state: 'CA', city: 'Los Angeles', postalCode: '90001', line2: `${(flats += 1)}` };
  const items = [
    { productId: mug, quantity: 2 },
    { productId: bread, quantity: 3 },
  ];
  return bob.caller.orders.place(orderInput({ items, shippingAddress: { ...address, country: 'US' }, ...fields }));
}

async function paid(fields: object = {}) {
  const order = await place(fields);
  await world.drainJobs();
  return order;
}

/** The sale of an order and what was taken back from it. */
function taxOf(orderId: string) {
  const sale = stripe.tax.transactions.find(({ reference }) => reference === orderId);
  return {
    sale: sale?.amount,
    back: stripe.tax.transactions
      .filter(({ originalTransaction }) => sale !== undefined && originalTransaction === sale.id)
      .map(({ amount, lines }) => ({ amount, lines })),
  };
}

async function refund(
  idOrNumber: string,
  what: { amount: number } | { lines: { variantId: string; quantity: number }[] },
) {
  await ada.caller.admin.orders.refund({ idOrNumber, ...what });
  await world.drainJobs();
}

test('a paid order is one sale at the tax service, with the time of the payment', async () => {
  const waiting = await place();
  expect(taxOf(waiting.id)).toEqual({ sale: undefined, back: [] });
  await world.drainJobs();
  expect(taxOf(waiting.id)).toEqual({ sale: 3_937, back: [] });
  const now = Math.floor(world.clock.now().getTime() / 1_000);
  expect(stripe.tax.transactions).toMatchObject([{ type: 'transaction', postedAt: now }]);
});

test('a refund of lines takes back those lines with their tax, and an amount is spread over the sale', async () => {
  const order = await paid();
  const [mugs, breads] = order.items;
  await refund(order.id, { lines: [{ variantId: breads?.variantId ?? '', quantity: 2 }] });
  await refund(order.id, { lines: [{ variantId: mugs?.variantId ?? '', quantity: 2 }] });
  await refund(order.id, { amount: 300 });
  expect(taxOf(order.id)).toEqual({
    sale: 3_937,
    back: [
      { amount: -800, lines: [['1', -800, 0]] },
      { amount: -2_190, lines: [['0', -2_190, -190]] },
      { amount: -300, lines: [] },
    ],
  });
});

test('a cancelled order is taken back whole, and one that was refunded in part before gives the rest', async () => {
  const [whole, part] = [await paid(), await paid()];
  await refund(part.id, { amount: 1_000 });
  for (const { id } of [whole, part]) await ada.caller.admin.orders.cancel({ idOrNumber: id });
  await world.drainJobs();
  expect(taxOf(whole.id)).toEqual({ sale: 3_937, back: [{ amount: -3_937, lines: [] }] });
  const { back } = taxOf(part.id);
  expect(back.reduce((sum, { amount }) => sum + amount, 0)).toBe(-3_937);
});

test('an order that is cancelled before its sale was recorded is recorded and taken back', async () => {
  stripe.trouble(recording, 'down');
  const order = await paid();
  expect(taxOf(order.id).sale).toBeUndefined();
  await ada.caller.admin.orders.cancel({ idOrNumber: order.id });
  await world.drainJobs();
  expect(taxOf(order.id)).toEqual({ sale: 3_937, back: [{ amount: -3_937, lines: [] }] });
});

test('cash on delivery is a sale once it is delivered, without what was cancelled before', async () => {
  const order = await paid({ payment: { method: 'cod' } });
  const { id } = order;
  const lines = [{ variantId: order.items[0]?.variantId ?? '', quantity: 2 }];
  await ada.caller.admin.orders.ship({ idOrNumber: id, lines });
  await ada.caller.admin.orders.cancel({ idOrNumber: id });
  await world.drainJobs();
  expect(taxOf(id)).toEqual({ sale: undefined, back: [] });
  await ada.caller.admin.orders.setStatus({ idOrNumber: id, status: 'delivered' });
  await world.drainJobs();
  expect(taxOf(id)).toEqual({ sale: 3_937, back: [{ amount: -1_200, lines: [] }] });
});

test('an order that is never paid, or taxed by the table, is no sale', async () => {
  const expired = await place();
  await bob.caller.orders.cancel({ idOrNumber: expired.id });
  await world.drainJobs();
  expect(stripe.tax.transactions).toEqual([]);
});

test.each(['down', 'dropped', 'cut', 'busy'] as const)(
  'a sale and a refund are recorded once, although Stripe is %s at first',
  async (trouble) => {
    stripe.trouble(recording, trouble);
    const order = await paid();
    world.clock.advance({ hours: 1 });
    await world.drainJobs();
    stripe.trouble(reversing, trouble);
    await refund(order.id, { amount: 100 });
    world.clock.advance({ hours: 1 });
    await world.drainJobs();
    expect(taxOf(order.id)).toEqual({ sale: 3_937, back: [{ amount: -100, lines: [] }] });
    expect(stripe.tax.transactions).toHaveLength(2);
  },
);

test('money that the bank sent back and that is refunded again is taken back once', async () => {
  const order = await paid();
  await refund(order.id, { amount: 1_000 });
  const { refunds } = world.shop.db.tables;
  const [first] = await world.shop.db.read.select().from(refunds).where(eq(refunds.orderId, order.id));
  await recordRefund(
    world.shop,
    first?.id ?? '',
    { status: 'failed', reason: 'account_closed' },
    jobActor(orderJobs.refundPayment),
  );
  await refund(order.id, { amount: 1_000 });
  await refund(order.id, { amount: 200 });
  expect(taxOf(order.id).back).toEqual([
    { amount: -1_000, lines: [] },
    { amount: -200, lines: [] },
  ]);
});
