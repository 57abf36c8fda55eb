import { unguardFormula } from '@cartwright/kernel/csv';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestShop, orderInput, type SignedUp, testAddress, writePastOrders } from '../../testing.ts';

const world = await createTestShop({ STORE_TIME_ZONE: 'America/New_York' });
let ada: SignedUp;
let mug: { id: string; productId: string; sku: string; price: number; quantity: number };

beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  const product = await ada.caller.products.create({ name: 'Mug', sku: 'MUG', price: 1_250, stock: 100 });
  mug = { id: product.variants[0]!.id, productId: product.id, sku: 'MUG', price: 1_250, quantity: 2 };
});
afterAll(() => world.close());

type Filters = Parameters<typeof ada.caller.admin.orders.export>[0];

async function pieces(filters: Filters = {}): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of await ada.caller.admin.orders.export(filters)) all.push(piece);
  return all;
}

async function rows(filters: Filters = {}): Promise<Record<string, string>[]> {
  return parse((await pieces(filters)).join(''), { columns: true, bom: true });
}

/** Counts the selects while `work` runs. */
async function selectsOf(work: () => Promise<unknown>): Promise<number> {
  const { read } = world.shop.db as { read: { select: (...args: never[]) => unknown } };
  const { select } = read;
  let count = 0;
  read.select = (...args) => {
    count += 1;
    return select(...args);
  };
  try {
    await work();
  } finally {
    read.select = select;
  }
  return count;
}

test('a row says of an order what the order says of itself', async () => {
  const grace = await world.signUp({ name: '=HYPERLINK("http://x.example")' });
  const shippingAddress = { ...testAddress, line1: '-1 Lane, "North"\nWing', phone: '+1 555 0100' };
  const placed = await grace.caller.orders.place(
    orderInput({ items: [{ productId: mug.productId, quantity: 3 }], shippingAddress, note: '@home; 1,5 m' }),
  );
  await world.drainJobs();
  await ada.caller.admin.orders.setStatus({ idOrNumber: placed.id, status: 'shipped', tracking: { number: 'RM1' } });
  await ada.caller.admin.orders.refund({ idOrNumber: placed.id, amount: 99 });

  const [row = {}] = await rows({ q: placed.number });
  expect(row).toEqual({
    number: placed.number,
    createdAt: placed.createdAt.toISOString(),
    status: 'shipped',
    paymentStatus: 'partially_refunded',
    fulfillmentStatus: 'shipped',
    customerName: '\'=HYPERLINK("http://x.example")',
    email: grace.user.email,
    currency: 'USD',
    subtotal: '37.50',
    discount: '0.00',
    discounts: '',
    shipping: '4.90',
    tax: '0.00',
    taxIncluded: '0.00',
    taxRates: '',
    vatNumber: '',
    vatStatus: '',
    total: '42.40',
    refunded: '0.99',
    paymentMethod: 'dummy',
    units: '3',
    items: '3 MUG',
    toShip: '',
    shipTo: testAddress.fullName,
    company: '',
    line1: '\'-1 Lane, "North"\nWing',
    line2: '',
    city: testAddress.city,
    state: testAddress.state,
    postalCode: testAddress.postalCode,
    country: 'US',
    phone: "'+1 555 0100",
    shipments: '1',
    carrier: '',
    trackingNumber: 'RM1',
    note: "'@home; 1,5 m",
    id: placed.id,
  });
  expect(unguardFormula(row['line1'] ?? '')).toBe(shippingAddress.line1);
});

test('the file has the same orders as the list, in its order, whatever the filters', async () => {
  const statuses = ['pending', 'confirmed', 'delivered', 'cancelled'] as const;
  await writePastOrders(world.shop.db, 60, (index) => ({
    variants: [mug],
    order: { status: statuses[index % 4]!, userId: index % 5 === 0 ? ada.user.id : null },
    refunded: { 6: 2_500, 2: 100 }[index % 12] ?? 0,
  }));
  const filters: NonNullable<Filters>[] = [
    {},
    { status: 'confirmed' },
    { paymentStatus: 'paid' },
    { paymentStatus: 'refunded' },
    { paymentStatus: 'partially_refunded' },
    { paymentStatus: 'unpaid', status: 'pending' },
    { customer: ada.user.id },
    { q: 'P00000001' },
    { q: 'ERSON-7@exam' },
    { from: '2026-01-01T00:10:00Z', to: '2026-01-01T00:20:00Z' },
    // In New York it is still New Year's Eve.
    { from: '2026-01-01', to: '2026-01-01' },
    { from: '2025-12-31', to: '2025-12-31' },
  ];
  const sizes: number[] = [];
  for (const filter of filters) {
    const listed: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await ada.caller.admin.orders.list({ ...filter, limit: 25, ...(cursor && { cursor }) });
      listed.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor;
    } while (cursor);
    expect((await rows(filter)).map(({ number }) => number)).toEqual(listed);
    sizes.push(listed.length);
  }
  expect(sizes).toEqual([61, 15, 20, 5, 6, 15, 12, 10, 1, 10, 0, 60]);
});

test('a byte order mark is there for who asks for it', async () => {
  const q = 'nobody has this number';
  expect((await pieces({ q, bom: true })).join('')).toMatch(/^\uFEFFnumber,createdAt,[^\r]+\r\n$/);
  expect((await pieces({ q })).join('')).toMatch(/^number,createdAt,[^\r]+\r\n$/);
});

// No generated order number contains these letters.
test('orders that come while the file is read are not in it, and none is there twice', async () => {
  await writePastOrders(world.shop.db, 1_300, (index) => ({
    variants: [mug],
    order: { number: `LOU-${index}`, createdAt: new Date(Date.UTC(2026, 1, 1) + Math.floor(index / 7)) },
  }));
  const text: string[] = [];
  for await (const piece of await ada.caller.admin.orders.export({ q: 'LOU' })) {
    text.push(piece);
    await writePastOrders(world.shop.db, 1, () => ({
      variants: [mug],
      order: { number: `LOU-LATE-${text.length}`, createdAt: new Date(Date.UTC(2026, 2, 1)) },
    }));
  }
  const numbers = parse<{ number: string }>(text.join(''), { columns: true }).map(({ number }) => number);
  expect(text).toHaveLength(3);
  expect(new Set(numbers).size).toBe(1_300);
  expect(numbers.filter((number) => number.includes('LATE'))).toEqual([]);
});

test('whoever leaves ends the reading', async () => {
  const all = await selectsOf(() => pieces({ q: 'LOU' }));
  const first = await selectsOf(async () => {
    for await (const _ of await ada.caller.admin.orders.export({ q: 'LOU' })) break;
  });
  // The file has three pages, and each takes eight selects, one of them inside another.
  expect(all - first).toBe(16);
});

// EXPORT_ORDERS=100000 runs it with 100,000 orders.
/** Several pages. Memory is only measured for more. */
const usual = 2_000;

test('however many orders, the memory is that of a page', { timeout: 300_000 }, async () => {
  const count = Number(process.env['EXPORT_ORDERS'] ?? usual);
  await writePastOrders(world.shop.db, count, (index) => ({
    variants: [mug],
    order: { number: `R${index}`, note: 'x'.repeat(500), createdAt: new Date(Date.UTC(2026, 3, 1) + index) },
  }));
  let [bytes, longest, highest] = [0, 0, 0];
  const before = process.memoryUsage().heapUsed;
  for await (const piece of await ada.caller.admin.orders.export({ from: '2026-03-31', to: '2026-12-31' })) {
    bytes += piece.length;
    longest = Math.max(longest, piece.length);
    highest = Math.max(highest, process.memoryUsage().heapUsed - before);
  }
  expect(bytes).toBeGreaterThan(count * 600);
  expect(longest).toBeLessThan(600_000);
  if (count > usual)
    console.log(`${bytes} bytes, ${Math.round(highest / 1e6)} MB of heap at most beside what was there`);
});
