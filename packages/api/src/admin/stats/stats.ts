import { addDays, dayOf, spanOf, startOfDay } from '@cartwright/kernel/days';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { answerSums, byLargest } from '@cartwright/kernel/sums';
import {
  type ClosedSpan,
  countCustomers,
  countOpenCarts,
  countOrderedLater,
  countOrders,
  nameProducts,
  sumRefunds,
  sumStock,
} from './queries.ts';
import { readSales, type Sale } from './sales.ts';
import { type Stats, type StatsInput, type StatsSums, topLength } from './schema.ts';
import { slotsOf } from './slots.ts';

const defaultDays = 30;
const mostDays = 731;

/**
 * The shop's stats for a span: the present state of the orders placed in it, so that revenue, refunds and units concern
 * the same orders. A later cancellation changes the stats.
 *
 * @throws VALIDATION the span is empty, or longer than two years
 */
export async function readStats(shop: Shop, input: StatsInput): Promise<Stats> {
  const { settings } = shop;
  const { timeZone, currency } = settings;
  const span = closedSpan(shop, input);
  const slots = slotsOf(span, timeZone);
  const { read } = shop.db;

  // Two statements at a time, so that a report leaves connections for orders.
  const counts = await Promise.all(slots.halves.map((half) => countOrders(read, span, half, slots)));
  const orders = counts.flat();
  const [{ refunds, products }, rest] = await Promise.all([
    (async () => ({
      refunds: await sumRefunds(read, span, slots),
      products: await describeSales(shop.db, await readSales(shop.db, slots, orders)),
    }))(),
    (async () => ({
      customers: await countCustomers(read, span, slots),
      openCarts: await countOpenCarts(read, span),
      orderedLater: await countOrderedLater(read, span),
      stock: await sumStock(read),
    }))(),
  ]);

  const days = new Map(slots.days.map((day) => [day, noSums()]));
  const add = (slot: number, field: keyof Sums, value: bigint | number) => {
    const figures = days.get(slots.dayOf(slot));
    if (figures) figures[field] += BigInt(value);
  };
  let [pending, cancelled, fromCarts] = [0, 0, rest.orderedLater];
  for (const { slot, status, revenue, units, ...row } of orders) {
    fromCarts += row.fromCarts;
    if (status === 'pending') pending += row.orders;
    else if (status === 'cancelled') cancelled += row.orders;
    else {
      add(slot, 'orders', row.orders);
      add(slot, 'revenue', revenue);
      add(slot, 'units', units);
    }
  }
  for (const row of refunds) add(row.slot, 'refunds', row.refunds);
  for (const { slot, customers } of rest.customers) add(slot, 'newCustomers', customers);
  const byDay = [...days].map(([day, figures]) => ({ day, ...toStatsSums(figures) }));

  return {
    ...span,
    timeZone,
    currency,
    ...toStatsSums([...days.values()].reduce(sum, noSums())),
    pending,
    cancelled,
    carts: withConversion(fromCarts, rest.openCarts),
    byDay,
    topProducts: products.slice(0, topLength).map(({ productId, slug, name, units, revenue }) => ({
      productId,
      slug,
      name,
      ...answerSums({ units, revenue }),
    })),
    topCategories: topCategories(products),
    stock: answerSums(rest.stock),
  };
}

/** The best sales by revenue. */
async function describeSales({ read }: Shop['db'], sold: readonly Sale[]) {
  const sales = new Map(sold.map((sale) => [sale.productId, sale]));
  const named = await nameProducts(read, [...sales.keys()]);
  return named
    .map((product) => ({ units: 0n, revenue: 0n, ...product, ...sales.get(product.productId) }))
    .sort((a, b) => byLargest(a.revenue, b.revenue) || (a.slug < b.slug ? -1 : 1));
}

function closedSpan({ clock, settings: { timeZone } }: Shop, input: StatsInput): ClosedSpan {
  const { from, to = clock.now() } = spanOf(input, timeZone);
  const begin = from ?? startOfDay(addDays(dayOf(new Date(to.getTime() - 1), timeZone), 1 - defaultDays), timeZone);
  const days = (to.getTime() - begin.getTime()) / (24 * 60 * 60_000);
  if (days > 0 && days <= mostDays) return { from: begin, to };
  const message = days > 0 ? 'Choose a span of at most two years.' : 'Choose an end after the beginning of the span.';
  throw kernelFailures.VALIDATION({ issues: [{ path: 'to', message, code: 'invalid_span' }] });
}

type Sums = Record<'orders' | 'revenue' | 'refunds' | 'units' | 'newCustomers', bigint>;

const noSums = (): Sums => ({ orders: 0n, revenue: 0n, refunds: 0n, units: 0n, newCustomers: 0n });

function sum(total: Sums, day: Sums): Sums {
  total.orders += day.orders;
  total.revenue += day.revenue;
  total.refunds += day.refunds;
  total.units += day.units;
  total.newCustomers += day.newCustomers;
  return total;
}

function toStatsSums({ orders, newCustomers, ...sums }: Sums): StatsSums {
  const { revenue, refunds, units } = sums;
  // Rounded half up.
  const averageOrder = orders === 0n ? 0n : (2n * revenue + orders) / (2n * orders);
  return {
    orders: Number(orders),
    newCustomers: Number(newCustomers),
    ...answerSums({ revenue, refunds, units, averageOrder }),
  };
}

function withConversion(ordered: number, open: number): Stats['carts'] {
  const begun = ordered + open;
  return { begun, ordered, conversion: begun === 0 ? null : ordered / begun };
}

function topCategories(products: Awaited<ReturnType<typeof describeSales>>): Stats['topCategories'] {
  type Category = Stats['topCategories'][number]['category'];
  const categories = new Map<string | null, { category: Category; units: bigint; revenue: bigint }>();
  for (const { category, units, revenue } of products) {
    const key = category?.slug ?? null;
    const known = categories.get(key) ?? { category, units: 0n, revenue: 0n };
    categories.set(key, { category, units: known.units + units, revenue: known.revenue + revenue });
  }
  return [...categories.values()]
    .sort((a, b) => byLargest(a.revenue, b.revenue) || ((a.category?.slug ?? '') < (b.category?.slug ?? '') ? -1 : 1))
    .slice(0, topLength)
    .map(({ category, units, revenue }) => ({ category, ...answerSums({ units, revenue }) }));
}
