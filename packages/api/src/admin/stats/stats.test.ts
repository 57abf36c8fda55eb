import { onDatabase } from '@cartwright/db/testing';
import { dayOf } from '@cartwright/kernel/days';
import { maxAmount } from '@cartwright/kernel/fields';
import { newId } from '@cartwright/kernel/ids';
import { and, eq, lt } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestShop, orderInput, refusalOf, type SignedUp, writePastOrders } from '../../testing.ts';
import { readStats } from './stats.ts';

const world = await createTestShop();
let ada: SignedUp;
interface Sold {
  id: string;
  productId: string;
  sku: string;
  price: number;
}
const sold: Sold[] = [];

beforeAll(async () => {
  ada = await world.signUp({ role: 'admin' });
  for (const slug of ['cups', 'plates']) await ada.caller.products.saveCategory({ slug, name: slug });
  for (const [index, category] of ['cups', 'cups', 'plates', undefined, 'plates'].entries()) {
    const product = await ada.caller.products.create({
      name: `Product ${index}`,
      ...(category && { category }),
      price: 100 + index * 333,
      stock: 40 + index,
    });
    const [variant] = product.variants;
    sold.push({ id: variant!.id, productId: product.id, sku: variant!.sku, price: variant!.price });
  }
});
afterAll(() => world.close());

const statuses = ['pending', 'confirmed', 'processing', 'shipped', 'delivered', 'cancelled'] as const;
/** Contains both clock changes of Berlin and New York. */
const time = fc.date({ min: new Date('2026-03-01'), max: new Date('2026-04-05'), noInvalidDate: true });
const pastOrder = fc.record({
  createdAt: time,
  status: fc.constantFrom(...statuses),
  lines: fc.uniqueArray(fc.record({ product: fc.nat({ max: 4 }), quantity: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ product }) => product,
  }),
  shipping: fc.constantFrom(0, 490),
  refunded: fc.constantFrom(0, 0, 1, 100),
  cartBegunAt: fc.option(time),
});
const history = fc.record({
  orders: fc.array(pastOrder, { maxLength: 30 }),
  customers: fc.array(time, { maxLength: 5 }),
  carts: fc.array(fc.array(time, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
  from: fc.constantFrom('2026-03-01', '2026-03-08', '2026-03-29', '2026-03-28T23:30:00Z', '2026-03-07T04:59:59.999Z'),
  to: fc.constantFrom('2026-03-29', '2026-04-05', '2026-03-30T00:00:00.001Z', '2026-03-31T12:34:56Z'),
});
type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

async function live({ orders, customers, carts }: History): Promise<void> {
  const { db } = world.shop;
  await writePastOrders(db, orders.length, (index) => {
    const { lines, createdAt, status, shipping, refunded, cartBegunAt } = orders[index]!;
    const variants = lines.map(({ product, quantity }) => ({ ...sold[product]!, quantity }));
    const total = shipping + variants.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
    const isSold = status !== 'pending' && status !== 'cancelled';
    const begun = cartBegunAt && cartBegunAt < createdAt ? cartBegunAt : null;
    const number = newId();
    return {
      variants,
      order: { number, createdAt, status, shipping, total, cartBegunAt: begun },
      // Orders cancelled after payment are refunded too, and count neither as revenue nor as refunds.
      ...(status === 'cancelled' && refunded > 0 && { isPaid: true }),
      refunded: isSold || status === 'cancelled' ? refunded : 0,
    };
  });
  await db.transact(async (tx) => {
    const { users, carts: cartTable, cartLines } = tx.tables;
    for (const createdAt of customers) {
      const id = newId();
      const person = { id, email: id, emailKey: id, name: 'x', passwordHash: '', role: 'customer' as const };
      await tx.insert(users).values({ ...person, createdAt, updatedAt: createdAt });
    }
    for (const times of carts) {
      const [id, expiresAt] = [newId(), new Date('2027-01-01')];
      await tx.insert(cartTable).values({ id, tokenHash: id, expiresAt, createdAt: times[0]!, updatedAt: times[0]! });
      await tx.insert(cartLines).values(
        times.map((addedAt, index) => ({
          cartId: id,
          variantId: sold[index]!.id,
          quantity: 1,
          priceAtAdd: 1,
          addedAt,
        })),
      );
    }
  });
}

/** The same stats, counted row by row. */
async function recount(zone: string, from: Date, to: Date) {
  const { read } = world.shop.db;
  const { orders, orderLines, payments, users, carts, cartLines, products, categories, variants } = read.tables;
  const isIn = (at: Date | null) => at !== null && at >= from && at < to;
  const all = await read.select().from(orders);
  const lines = await read.select().from(orderLines);
  const attempts = await read.select().from(payments);
  const placed = all.filter(({ createdAt }) => isIn(createdAt));
  const sales = placed.filter(({ status }) => status !== 'pending' && status !== 'cancelled');
  const people = (await read.select().from(users)).filter(
    ({ role, createdAt }) => role === 'customer' && isIn(createdAt),
  );
  const figures = (mine: typeof sales, customers: typeof people) => {
    const ids = new Set(mine.map(({ id }) => id));
    const revenue = mine.reduce((sum, { total }) => sum + total, 0);
    return {
      orders: mine.length,
      revenue,
      refunds: attempts.filter(({ orderId }) => ids.has(orderId)).reduce((sum, { refunded }) => sum + refunded, 0),
      units: lines.filter(({ orderId }) => ids.has(orderId)).reduce((sum, { quantity }) => sum + quantity, 0),
      averageOrder: mine.length === 0 ? 0 : Math.round(revenue / mine.length),
      newCustomers: customers.length,
    };
  };
  const days: string[] = [];
  for (let at = from.getTime(); at < to.getTime(); at += 15 * 60_000) {
    const day = dayOf(new Date(at), zone);
    if (days.at(-1) !== day) days.push(day);
  }
  const lastDay = dayOf(new Date(to.getTime() - 1), zone);
  if (days.at(-1) !== lastDay) days.push(lastDay);

  const saleIds = new Set(sales.map(({ id }) => id));
  const soldLines = lines.filter(({ orderId }) => saleIds.has(orderId));
  const productRows = await read.select().from(products);
  const categoryRows = await read.select().from(categories);
  const sums = (mine: typeof soldLines) => ({
    units: mine.reduce((sum, { quantity }) => sum + quantity, 0),
    revenue: mine.reduce((sum, { lineTotal }) => sum + lineTotal, 0),
  });
  const topProducts = productRows
    .map(({ id, slug, name }) => {
      return { productId: id, slug, name, ...sums(soldLines.filter(({ productId }) => productId === id)) };
    })
    .filter(({ units }) => units > 0)
    .sort((a, b) => b.revenue - a.revenue || (a.slug < b.slug ? -1 : 1));
  const topCategories = [...categoryRows, null]
    .map((category) => {
      const own = productRows.filter(({ categoryId }) => categoryId === (category?.id ?? null)).map(({ id }) => id);
      const named = category && { slug: category.slug, name: category.name };
      return { category: named, ...sums(soldLines.filter(({ productId }) => own.includes(productId))) };
    })
    .filter(({ units }) => units > 0)
    .sort((a, b) => b.revenue - a.revenue || ((a.category?.slug ?? '') < (b.category?.slug ?? '') ? -1 : 1));

  const ordered = all.filter(({ cartBegunAt }) => isIn(cartBegunAt)).length;
  const held = await read.select().from(cartLines);
  const open = (await read.select().from(carts)).filter(({ id }) => {
    const times = held.filter(({ cartId }) => cartId === id).map(({ addedAt }) => addedAt.getTime());
    return times.length > 0 && isIn(new Date(Math.min(...times)));
  }).length;
  const stocked = await read.select().from(variants);
  return {
    from,
    to,
    timeZone: zone,
    currency: 'USD',
    ...figures(sales, people),
    pending: placed.filter(({ status }) => status === 'pending').length,
    cancelled: placed.filter(({ status }) => status === 'cancelled').length,
    carts: { begun: ordered + open, ordered, conversion: ordered + open === 0 ? null : ordered / (ordered + open) },
    byDay: days.map((day) => ({
      day,
      ...figures(
        sales.filter(({ createdAt }) => dayOf(createdAt, zone) === day),
        people.filter(({ createdAt }) => dayOf(createdAt, zone) === day),
      ),
    })),
    topProducts,
    topCategories,
    stock: {
      pieces: stocked.reduce((sum, { onHand }) => sum + onHand, 0),
      value: stocked.reduce((sum, { onHand, price }) => sum + onHand * price, 0),
    },
  };
}

test('whatever happened in a shop, its figures are what a naive count finds', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(history, async (past) => {
      await live(past);
      const shop = { ...world.shop, settings: { ...world.shop.settings, timeZone: past.zone } };
      const check = async () => {
        const stats = await readStats(shop, { from: past.from, to: past.to });
        expect(stats).toEqual(await recount(past.zone, stats.from, stats.to));
      };
      await check();
      await world.shop.db.transact(async (tx) => {
        const { orders } = tx.tables;
        const isEarly = lt(orders.createdAt, new Date('2026-03-10'));
        await tx
          .update(orders)
          .set({ status: 'cancelled' })
          .where(and(eq(orders.status, 'confirmed'), isEarly));
      });
      await check();
    }),
    // Each history adds to the earlier ones, so that shrinking cannot work.
    { numRuns: 12, endOnFailure: true },
  );
});

describe('an order', () => {
  test('from a cart counts from the moment of its payment, and as converted from the moment it is placed', async () => {
    const grace = await world.signUp();
    const before = await ada.caller.admin.stats({});
    const first = sold[0]!;
    await grace.caller.cart.addItem({ variantId: first.id, quantity: 2 });
    const withCart = await ada.caller.admin.stats({ to: soon() });
    expect(withCart.carts.begun - before.carts.begun).toBe(1);
    const order = await grace.caller.orders.place(orderInput());
    const placed = await ada.caller.admin.stats({ to: soon() });
    expect(placed.carts).toEqual({
      ...withCart.carts,
      ordered: before.carts.ordered + 1,
      conversion: expect.any(Number),
    });
    expect([placed.orders - before.orders, placed.pending - before.pending]).toEqual([0, 1]);
    await world.drainJobs();
    const paid = await ada.caller.admin.stats({ to: soon() });
    expect([paid.orders, paid.units, paid.revenue]).toEqual([
      before.orders + 1,
      (before.units ?? 0) + 2,
      (before.revenue ?? 0) + order.total,
    ]);
    await ada.caller.admin.orders.refund({ idOrNumber: order.id, amount: 30 });
    expect((await ada.caller.admin.stats({ to: soon() })).refunds).toBe((before.refunds ?? 0) + 30);
    await ada.caller.admin.orders.cancel({ idOrNumber: order.id });
    expect(await ada.caller.admin.stats({ to: soon() })).toMatchObject({
      orders: before.orders,
      revenue: before.revenue,
      refunds: before.refunds,
      cancelled: before.cancelled + 1,
    });
  });

  test('that was placed after the span counts as what became of a cart begun in it', async () => {
    const [begun, placed] = [new Date('2024-01-10'), new Date('2024-02-01')];
    await writePastOrders(world.shop.db, 1, () => ({
      variants: [{ ...sold[0]!, quantity: 1 }],
      order: { number: newId(), createdAt: placed, cartBegunAt: begun },
    }));
    expect(await ada.caller.admin.stats({ from: '2024-01-01', to: '2024-01-31' })).toMatchObject({
      orders: 0,
      carts: { begun: 1, ordered: 1, conversion: 1 },
    });
  });

  function soon(): string {
    return new Date(world.clock.now().getTime() + 1_000).toISOString();
  }
});

describe('a span', () => {
  test('is the last 30 days of the store by default', async () => {
    const { byDay } = await ada.caller.admin.stats({});
    expect(byDay).toHaveLength(30);
    expect(byDay.at(-1)?.day).toBe(dayOf(new Date(world.clock.now().getTime() - 1), 'UTC'));
  });

  test.each([
    { from: '2026-03-02', to: '2026-03-01' },
    { from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:00:00Z' },
    { from: '2020-01-01', to: '2026-01-01' },
    { from: '2999-01-01' },
  ])('that is %o is refused', async (span) => {
    expect(await refusalOf(ada.caller.admin.stats(span))).toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: 'to', code: 'invalid_span' }],
    });
  });
});

describe('sums above 2^53', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const day = (index: number) => new Date(Date.UTC(2023, 0, 1 + index, 12));
  /** Places this day's orders, each with the largest possible total. */
  async function placeLargest(index: number, totals: readonly number[]) {
    await writePastOrders(world.shop.db, totals.length, (at) => ({
      variants: [{ ...sold[0]!, price: totals[at]!, quantity: 1 }],
      order: { number: newId(), createdAt: day(index) },
      refunded: totals[at]!,
    }));
  }

  test('are null and say so, and those up to there are exact', async () => {
    await placeLargest(0, [most - 1, 1]);
    await placeLargest(1, [most, 1]);
    await placeLargest(
      2,
      Array.from({ length: 1_100 }, () => most),
    );
    const exact = await ada.caller.admin.stats({ from: '2023-01-01', to: '2023-01-01' });
    expect(exact).toMatchObject({ orders: 2, revenue: most, refunds: most, units: 2, averageOrder: 2 ** 52 });
    expect(exact).not.toHaveProperty('overflow');
    expect(exact.topProducts).toEqual([expect.objectContaining({ units: 2, revenue: most })]);

    const over = await ada.caller.admin.stats({ from: '2023-01-02', to: '2023-01-02' });
    expect(over).toMatchObject({ orders: 2, revenue: null, refunds: null, units: 2, overflow: true });
    expect(over.averageOrder).toBe(2 ** 52);
    expect(over.topProducts).toMatchObject([{ units: 2, revenue: null, overflow: true }]);
    expect(over.topCategories).toMatchObject([{ units: 2, revenue: null, overflow: true }]);

    // Also above 2^63, where SQLite's sum fails.
    const all = await ada.caller.admin.stats({ from: '2023-01-01', to: '2023-01-03' });
    expect(all).toMatchObject({ orders: 1_104, revenue: null, refunds: null, units: 1_104, overflow: true });
    expect(all.byDay.map(({ revenue }) => revenue)).toEqual([most, null, null]);
    expect(all.byDay[0]).not.toHaveProperty('overflow');
  });

  test('are the value of a stock as large as can be entered', async () => {
    const before = await ada.caller.admin.stats({});
    expect(before.stock).toMatchObject({ pieces: expect.any(Number), value: expect.any(Number) });
    const { id } = await ada.caller.products.create({ name: 'Gold', price: maxAmount, stock: 1_000_000_000 });
    expect((await ada.caller.admin.stats({})).stock).toEqual({
      pieces: (before.stock.pieces ?? 0) + 1_000_000_000,
      value: null,
      overflow: true,
    });
    await onDatabase(world.database.url, `update products set status = 'archived' where id = '${id}'`);
    expect((await ada.caller.admin.stats({})).stock).toEqual(before.stock);
  });
});

// STATS_ORDERS=100000 writes 100,000 orders.
test('takes no more than it may over a long history', { timeout: 300_000 }, async () => {
  const count = Number(process.env['STATS_ORDERS'] ?? 2_000);
  const minutes = (90 * 24 * 60) / count;
  await writePastOrders(world.shop.db, count, (index) => ({
    variants: [0, 1].map((step) => ({ ...sold[(index + step) % 5]!, quantity: 1 + (index % 3) })),
    order: {
      number: newId(),
      createdAt: new Date(Date.UTC(2025, 5, 1) + index * minutes * 60_000),
      status: statuses[index % 6]!,
    },
    refunded: index % 30 === 1 ? 5 : 0,
  }));
  // Autovacuum leaves tables in this state some time after they were filled.
  if (world.shop.db.dialect === 'postgres') await onDatabase(world.database.url, 'vacuum analyze');
  const shop = { ...world.shop, settings: { ...world.shop.settings, timeZone: 'Europe/Berlin' } };
  const times: number[] = [];
  for (let run = 0; run < 15; run += 1) {
    const began = performance.now();
    const { orders } = await readStats(shop, { from: '2025-05-20', to: '2025-09-15' });
    times.push(Math.round(performance.now() - began));
    expect(orders).toBe(Math.floor(count / 6) * 4 + [0, 0, 1, 2, 3, 4][count % 6]!);
  }
  if (count > 2_000) console.log(`figures of ${count} orders on ${world.shop.db.dialect}: ${times.join(', ')} ms`);
});
