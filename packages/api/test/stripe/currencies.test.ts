import { afterAll, expect, test } from 'vitest';
import { openStripeWorld, type StripeWorld } from '../../src/testing/stripe-world.ts';
import { inconsistencies, refusalOf, testAddress } from '../../src/testing.ts';

const worlds: StripeWorld[] = [];
afterAll(() => Promise.all(worlds.map((world) => world.close())));

async function openWorld(env: Record<string, string>): Promise<StripeWorld> {
  const world = await openStripeWorld({ FREE_SHIPPING_FROM: '0', ...env });
  worlds.push(world);
  return world;
}

// The order has two mugs for 1,000 minor units each, and tax.
test.each([
  { currency: 'JPY', tax: '1000', total: 2_200, words: '¥2,200', atStripe: 2_200, back: '¥550' },
  { currency: 'ISK', tax: '1000', total: 2_200, words: 'ISK\u00A02,200', atStripe: 220_000, back: 'ISK\u00A0550' },
  { currency: 'EUR', tax: '825', total: 2_165, words: '€21.65', atStripe: 2_165, back: '€5.50' },
  { currency: 'KWD', tax: '500', total: 2_100, words: 'KWD\u00A02.100', atStripe: 2_100, back: 'KWD\u00A00.550' },
])('an order in $currency is priced, charged, mailed and refunded to its last unit', async (expected) => {
  const { currency, total, atStripe } = expected;
  const world = await openWorld({ STORE_CURRENCY: currency, TAX_BASIS_POINTS: expected.tax });
  const { account } = world.fake;
  const { id, number, ...placed } = await world.place();
  expect(placed).toMatchObject({ currency, subtotal: 2_000, total });
  await world.drainJobs();
  expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
  expect(account.of(number)).toMatchObject([{ amount: atStripe, currency: currency.toLowerCase() }]);
  expect((await world.paymentsOf(id))[0]).toMatchObject({ amount: total, captured: total });

  await world.ada.caller.admin.orders.refund({ idOrNumber: id, amount: 550 });
  await world.drainJobs();
  const stripeUnits = atStripe / total;
  expect(account.refunds).toMatchObject([{ amount: 550 * stripeUnits }]);
  const mails = await world.mails();
  const [paid, refunded] = ['Payment received', 'Refund'].map((words) =>
    mails.find(({ subject }) => subject.startsWith(words)),
  );
  expect(paid?.text).toContain(expected.words);
  expect(refunded?.subject).toContain(`Refund of ${expected.back} for`);

  await world.ada.caller.admin.orders.refund({ idOrNumber: id });
  await world.drainJobs();
  expect(account.netOf(number)).toBe(0);
  expect(await world.read(id)).toMatchObject({ paymentStatus: 'refunded', refunded: total });
  expect(await inconsistencies(world.shop.db)).toEqual([]);
});

test('an order whose last digit Stripe cannot take is declined, and can be paid at the door', async () => {
  const world = await openWorld({ STORE_CURRENCY: 'KWD', TAX_BASIS_POINTS: '825' });
  const { id, total } = await world.place();
  expect(total).toBe(2_165);
  await world.drainJobs();
  expect(await world.read(id)).toMatchObject({ status: 'pending', payment: { failure: 'amount_not_supported' } });
  expect(world.fake.calls).toEqual([]);
  await world.bob.caller.orders.pay({ idOrNumber: id, payment: { method: 'cod' } });
  expect((await world.read(id)).status).toBe('confirmed');
});

test('an order that costs nothing is confirmed, and Stripe is asked for nothing', async () => {
  const world = await openWorld({});
  const gift = await world.ada.caller.products.create({ name: 'Gift', price: 0, stock: 9 });
  const items = [{ productId: gift.id, quantity: 1 }];
  const payment = { method: 'stripe', token: 'pm_card_visa' } as const;
  const { id, total } = await world.bob.caller.orders.place({ items, shippingAddress: testAddress, payment });
  expect(total).toBe(0);
  await world.drainJobs();
  expect(await world.read(id)).toMatchObject({ status: 'confirmed', paymentStatus: 'paid' });
  expect(await refusalOf(world.ada.caller.admin.orders.refund({ idOrNumber: id }))).toMatchObject({
    code: 'REFUND_TOO_LARGE',
  });
  await world.bob.caller.orders.cancel({ idOrNumber: id });
  await world.sweep();
  await world.drainJobs();
  expect(world.fake.calls).toEqual([]);
  expect(await inconsistencies(world.shop.db)).toEqual([]);
});
