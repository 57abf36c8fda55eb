import type { TaxProvider } from '@cartwright/kernel/ports';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createContext } from '../../context.ts';
import { createCaller } from '../../router.ts';
import {
  createTestShop,
  type FakeStripe,
  orderInput,
  refusalOf,
  type SignedUp,
  startFakeStripe,
  type TestShop,
  testAddress,
} from '../../testing.ts';

const calculating = 'POST /v1/tax/calculations';
const losAngeles = { ...testAddress, state: 'CA', city: 'Los Angeles', postalCode: '90001' };

let stripe: FakeStripe;
let world: TestShop;
let ada: SignedUp;
let bob: SignedUp;
let productId: string;
beforeAll(async () => {
  stripe = await startFakeStripe();
  world = await createTestShop({
    ...stripe.env,
    TAX_PROVIDER: 'stripe',
    SHIPPING_PRICE: '500',
    TAX_BASIS_POINTS: '500',
  });
  ada = await world.signUp({ role: 'admin' });
  bob = await world.signUp();
  productId = await newProduct();
});
afterAll(async () => {
  await world.close();
  await stripe.close();
});

async function newProduct(): Promise<string> {
  return (await ada.caller.products.create({ name: 'Mug', price: 1_000, stock: 1_000 })).id;
}

let lines = 0;
/** An order to an address that no other test has asked about. */
const toLosAngeles = (id = productId, fields: object = {}) =>
  orderInput({
    items: [{ productId: id, quantity: 2 }],
    shippingAddress: { ...losAngeles, line2: `Flat ${(lines += 1)}` },
    ...fields,
  });
const questions = () => stripe.calls.filter((call) => call === calculating).length;

/** Calls of bob at a shop whose tax service is another one. */
function withService(taxProvider: TaxProvider) {
  const { accessToken } = bob;
  return createCaller(() =>
    createContext({ ...world.shop, taxProvider }, { requestId: 'test', ip: '127.0.0.1', accessToken }),
  );
}

test('an order costs as much as its quote, with the tax of each jurisdiction, and asks for it once', async () => {
  const before = questions();
  const input = toLosAngeles();
  const quote = await bob.caller.orders.quote(input);
  expect(quote).toMatchObject({ subtotal: 2_000, shipping: 500, tax: 237, total: 2_737 });
  expect(
    quote.adjustments.filter(({ kind }) => kind === 'tax').map(({ label, amount, target }) => [label, amount, target]),
  ).toEqual([
    ['California Sales Tax 6 %', 120, 'line'],
    ['Los Angeles County Sales Tax 0.25 %', 5, 'line'],
    ['Los Angeles District District Tax 3.25 %', 65, 'line'],
    ['California Sales Tax 6 %', 30, 'shipping'],
    ['Los Angeles County Sales Tax 0.25 %', 1, 'shipping'],
    ['Los Angeles District District Tax 3.25 %', 16, 'shipping'],
  ]);
  const { total, adjustments } = await bob.caller.orders.place({ ...input, expectedTotal: quote.total });
  expect({ total, adjustments }).toEqual({ total: quote.total, adjustments: quote.adjustments });
  expect(questions()).toBe(before + 1);
  // A calculation belongs to one order.
  await bob.caller.orders.place(input);
  expect(questions()).toBe(before + 2);
});

test('a repeated call asks for no tax', async () => {
  const input = toLosAngeles();
  const first = await bob.withKey('once').orders.place(input);
  const before = questions();
  expect((await bob.withKey('once').orders.place(input)).id).toBe(first.id);
  expect(questions()).toBe(before);
});

test('an order whose price changed meanwhile is asked about again', async () => {
  const id = await newProduct();
  const real = world.shop.taxProvider!;
  let asked = 0;
  const service: TaxProvider = {
    ...real,
    async quote(question) {
      const answer = await real.quote(question);
      asked += 1;
      if (asked === 1) await reprice(id, 2_000);
      return answer;
    },
  };
  const order = await withService(service).orders.place(toLosAngeles(id));
  expect(order).toMatchObject({ subtotal: 4_000, tax: 427, total: 4_927 });
  expect(asked).toBe(2);
});

test('an order whose price changes with every question is refused with a quote', async () => {
  const id = await newProduct();
  const real = world.shop.taxProvider!;
  let asked = 0;
  const service: TaxProvider = {
    ...real,
    async quote(question) {
      const answer = await real.quote(question);
      asked += 1;
      if (asked <= 3) await reprice(id, 1_000 + asked);
      return answer;
    },
  };
  const refusal = await refusalOf(withService(service).orders.place(toLosAngeles(id)));
  expect(refusal).toMatchObject({ code: 'PRICE_CHANGED', quote: { subtotal: 2_006 } });
  expect(asked).toBe(4);
  expect((await ada.caller.products.get({ idOrSlug: id })).available).toBe(1_000);
});

async function reprice(id: string, price: number): Promise<void> {
  const { version } = await ada.caller.products.get({ idOrSlug: id });
  await ada.caller.products.update({ idOrSlug: id, version, price });
}

test('while the service is down, quotes and orders are unavailable and reserve nothing', async () => {
  const input = toLosAngeles();
  for (const verb of ['quote', 'place'] as const) {
    stripe.trouble(calculating, 'down');
    expect((await refusalOf(bob.caller.orders[verb](input))).code).toBe('UNAVAILABLE');
  }
  expect((await bob.caller.orders.place(input)).tax).toBe(237);
});

test('the table stands in for a service that is down, if the shop wants that', async () => {
  const settings = { ...world.shop.settings, taxFallback: 'table' } as const;
  const { accessToken } = bob;
  const caller = createCaller(() =>
    createContext({ ...world.shop, settings }, { requestId: 'test', ip: '127.0.0.1', accessToken }),
  );
  const input = toLosAngeles();
  stripe.trouble(calculating, 'down', 'down');
  const quote = await caller.orders.quote(input);
  expect(quote.adjustments).toContainEqual(expect.objectContaining({ label: 'Tax 5 %', amount: 100 }));
  expect((await caller.orders.place({ ...input, expectedTotal: quote.total })).total).toBe(quote.total);
});

test('an address that the service cannot place is refused in words about the address', async () => {
  const { postalCode: _, ...vague } = losAngeles;
  const refusal = await refusalOf(bob.caller.orders.quote(toLosAngeles(productId, { shippingAddress: vague })));
  expect(refusal).toMatchObject({ code: 'VALIDATION', issues: [{ path: 'shippingAddress.postalCode' }] });
});

test('an order that cannot be placed costs no question', async () => {
  const scarce = await ada.caller.products.create({ name: 'Bowl', price: 1_000, stock: 1 });
  const before = questions();
  expect((await refusalOf(bob.caller.orders.place(toLosAngeles(scarce.id)))).code).toBe('INSUFFICIENT_STOCK');
  expect(questions()).toBe(before);
});

test('equal quotes at the same time share one question', async () => {
  const before = questions();
  const input = toLosAngeles();
  const quotes = await Promise.all(Array.from({ length: 5 }, () => world.caller().orders.quote(input)));
  expect(new Set(quotes.map(({ total }) => total))).toEqual(new Set([2_737]));
  expect(questions()).toBe(before + 1);
});
