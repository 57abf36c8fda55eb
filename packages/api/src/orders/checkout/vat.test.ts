import { type FakeVies, startFakeVies } from '@cartwright/adapters/testing';
import { inFlight } from '@cartwright/db/testing';
import { parse } from 'csv-parse/sync';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pricingHandlers } from '../../pricing/index.ts';
import { createTestShop, eventually, orderInput, refusalOf, type SignedUp, type TestShop } from '../../testing.ts';

let vies: FakeVies;
let world: TestShop;
let ada: SignedUp;
let bob: SignedUp;
let items: { productId: string; quantity: number }[];
let pickup: string;
let parcel: string;

beforeAll(async () => {
  vies = await startFakeVies();
  world = await createTestShop({
    ...vies.env,
    PRICES_INCLUDE_TAX: 'on',
    SHIPPING_PRICE: '500',
    FREE_SHIPPING_FROM: '90000',
  });
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  const { taxRates, shippingMethods } = ada.caller.admin;
  await taxRates.create({ country: 'DE', name: 'VAT 19 %', basisPoints: 1_900 });
  await taxRates.create({ country: 'FR', name: 'TVA 20 %', basisPoints: 2_000 });
  parcel = (await shippingMethods.list({})).items[0]?.id ?? '';
  pickup = (
    await shippingMethods.create({ name: 'Pickup', by: 'quantity', steps: [{ from: 0, price: 0 }], pickup: true })
  ).id;
  const { id } = await ada.caller.products.create({ name: 'Mug', price: 1_190, stock: 1_000 });
  items = [{ productId: id, quantity: 2 }];
});
beforeEach(() => {
  vies.mood = 'valid';
  vies.asked.length = 0;
});
afterAll(async () => {
  await world.close();
  await vies.close();
});

const paris = {
  fullName: 'Claude SA',
  company: 'Claude SA',
  line1: '1 Rue',
  city: 'Paris',
  postalCode: '75001',
  country: 'FR',
};
let numbers = 0;
/** A number that no test has asked for. */
const newNumber = () => `FR00${String((numbers += 1)).padStart(9, '0')}`;
const to = (vatId: string, rest: object = {}) =>
  orderInput({ items, shippingAddress: { ...paris, vatId, ...rest }, shippingMethod: parcel });

test('a confirmed number costs the price less the tax of a consumer, and the quote, the order and its papers agree', async () => {
  const number = newNumber();
  const consumer = await bob.caller.orders.quote(orderInput({ items, shippingAddress: paris, shippingMethod: parcel }));
  expect(consumer).toMatchObject({ total: 2_880, tax: 480, vat: null });
  const quote = await bob.caller.orders.quote(to(number));
  expect(quote).toMatchObject({ total: 2_400, tax: 0, discount: 480, vat: { number, status: 'confirmed' } });
  const placed = await bob.caller.orders.place({ ...to(number), expectedTotal: 2_400 });
  const { total, adjustments, vat } = quote;
  expect(placed).toMatchObject({ total, adjustments, vat });
  expect(vies.asked).toEqual([number]);

  await world.drainJobs();
  const [paid] = (await world.mails()).filter(({ text }) => text.includes(placed.number));
  expect(paid?.text.replaceAll(/\s+/g, ' ')).toContain(
    `Intra-Community supply, exempt from VAT for the VAT number ${number}.`,
  );
  expect(paid?.html).toContain('Intra-Community supply');
  let csv = '';
  for await (const piece of await ada.caller.admin.orders.export({ q: placed.number })) csv += piece;
  const [row]: Record<string, string>[] = parse(csv, { columns: true, bom: true });
  expect(row).toMatchObject({ vatNumber: number, vatStatus: 'confirmed', company: 'Claude SA' });
});

test.each([
  ['invalid', 'invalid'],
  ['member state down', 'unconfirmed'],
  ['server error', 'unconfirmed'],
] as const)('a register that answers "%s" leaves the tax in the price, and the quote says so', async (mood, status) => {
  vies.mood = mood;
  const number = newNumber();
  const quote = await bob.caller.orders.quote(to(number));
  expect(quote).toMatchObject({ total: 2_880, tax: 480, vat: { number, status }, problems: [] });
  const { vat, total } = await bob.caller.orders.place(to(number));
  expect({ vat, total }).toEqual({ vat: { number, status }, total: 2_880 });
  // Neither an answer nor silence is asked for again at once.
  expect(vies.asked).toEqual([number]);
});

test('a number at home, or with goods that are picked up at the store, is charged tax', async () => {
  const home = { ...paris, city: 'Berlin', postalCode: '10115', country: 'DE' };
  const number = newNumber();
  const atHome = await bob.caller.orders.quote({ ...to(number), shippingAddress: { ...home, vatId: number } });
  expect(atHome).toMatchObject({ tax: 460, vat: { status: 'not_applicable' } });
  expect(vies.asked).toEqual([]);
  const pickedUp = await bob.caller.orders.quote({ ...to(number), shippingMethod: pickup });
  expect(pickedUp).toMatchObject({ tax: 380, vat: { number, status: 'not_applicable' } });
});

test('calls at the same time ask the register once', async () => {
  const number = newNumber();
  const release = vies.hold();
  const both = inFlight(Promise.all([bob.caller.orders.place(to(number)), ada.caller.orders.place(to(number))]));
  await eventually(() => expect(vies.asked).toEqual([number]));
  release();
  expect((await both).map(({ vat }) => vat?.status)).toEqual(['confirmed', 'confirmed']);
  expect(vies.asked).toEqual([number]);
});

test('an order whose number lost its confirmation since the quote is refused with the new price', async () => {
  const number = newNumber();
  const { total } = await bob.caller.orders.quote(to(number));
  const { vatNumbers } = world.shop.db.tables;
  await world.shop.db.transact((tx) => tx.delete(vatNumbers));
  vies.mood = 'invalid';
  const refused = bob.caller.orders.place({ ...to(number), expectedTotal: total });
  expect(await refusalOf(refused)).toMatchObject({
    code: 'PRICE_CHANGED',
    quote: { total: 2_880, vat: { number, status: 'invalid' } },
  });
});

test('a number of the wrong form is refused by the quote and by the order', async () => {
  const issues = [{ path: 'shippingAddress.vatId', message: expect.stringContaining('FR12345678901') as string }];
  for (const verb of ['quote', 'place'] as const) {
    const refused = await refusalOf(bob.caller.orders[verb](to('FR1')));
    expect(refused).toMatchObject({ code: 'VALIDATION', issues });
  }
  expect(vies.asked).toEqual([]);
});

test('erasure takes the number, and leaves the reason for the tax', async () => {
  const eve = await world.signUp();
  const number = newNumber();
  const { id } = await eve.caller.orders.place({ ...to(number), payment: { method: 'cod' } });
  await ada.caller.admin.orders.cancel({ idOrNumber: id });
  await eve.caller.auth.deleteMe({ password: 'correct horse' });
  await world.drainJobs();
  expect((await ada.caller.admin.orders.get({ idOrNumber: id })).vat).toEqual({ number: null, status: 'confirmed' });
  const { orders } = world.shop.db.tables;
  expect(JSON.stringify(await world.shop.db.read.select().from(orders))).not.toContain(number);
});

test('a network causes at most 10 questions a minute', async () => {
  const limited = await createTestShop({ ...vies.env, RATE_LIMITS: 'on' });
  try {
    const guest = limited.caller({ ip: '203.0.113.7' });
    const quotes = Array.from({ length: 12 }, () =>
      guest.orders.quote({ shippingAddress: { ...paris, vatId: newNumber() } }),
    );
    const statuses = (await Promise.all(quotes)).map(({ vat }) => vat?.status);
    expect(statuses.filter((status) => status === 'confirmed')).toHaveLength(10);
    expect(vies.asked).toHaveLength(10);
    const other = limited.caller({ ip: '198.51.100.7' });
    const { vat } = await other.orders.quote({ shippingAddress: { ...paris, vatId: newNumber() } });
    expect(vat?.status).toBe('confirmed');
  } finally {
    await limited.close();
  }
});

test('an answer is kept for 30 days, a refusal for one, and silence for a minute', async () => {
  const number = newNumber();
  const statusOf = async () => (await world.caller().orders.quote(to(number))).vat?.status;
  vies.mood = 'member state down';
  expect(await statusOf()).toBe('unconfirmed');
  vies.mood = 'invalid';
  expect(await statusOf()).toBe('unconfirmed');
  world.clock.advance({ minutes: 1 });
  expect(await statusOf()).toBe('invalid');
  vies.mood = 'valid';
  expect(await statusOf()).toBe('invalid');
  world.clock.advance({ days: 1 });
  expect(await statusOf()).toBe('confirmed');
  vies.mood = 'invalid';
  world.clock.advance({ days: 29 });
  expect(await statusOf()).toBe('confirmed');

  const { vatNumbers } = world.shop.db.tables;
  const purge = () => pricingHandlers.purgeVatNumbers({ shop: world.shop, attempt: 1, isLastAttempt: true }, {});
  const isStored = () => world.shop.db.read.$count(vatNumbers, eq(vatNumbers.number, number));
  await purge();
  expect(await isStored()).toBe(1);
  world.clock.advance({ days: 1, minutes: 1 });
  await purge();
  expect(await isStored()).toBe(0);
  expect(await statusOf()).toBe('invalid');
});
