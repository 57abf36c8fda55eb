import type { Reader } from '@cartwright/db';
import { exactSum } from '@cartwright/kernel/sums';
import { and, count, eq, gt, inArray, isNull, min, ne, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Slots } from './slots.ts';

export interface ClosedSpan {
  readonly from: Date;
  readonly to: Date;
}

/** The statuses of sales. Other orders await their payment or were cancelled. */
const soldStatuses = ['confirmed', 'processing', 'shipped', 'delivered'] as const;

/** Parameters of one statement. */
const mostParameters = 1_000;

/** Groups by the first column's number, because parameters make its text different each time. */
const firstColumn = sql`1`;

/**
 * Inlines the times, because Postgres would keep one plan for a repeated statement, and a plan for a day takes three
 * times as long for a year.
 */
function isWithin(time: PgColumn, { from, to }: ClosedSpan): SQL {
  return sql`(${isFrom(time, from)} and ${time} < ${sql.param(to, time)})`.inlineParams();
}

function isFrom(time: PgColumn, from: Date): SQL {
  return sql`${time} >= ${sql.param(from, time)}`.inlineParams();
}

/** @param part the part of `span` with the orders to count; `fromCarts` counts carts begun anywhere in `span` */
export async function countOrders(read: Reader, span: ClosedSpan, part: ClosedSpan, { origin, minutes }: Slots) {
  const { orders } = read.tables;
  // Sorted by a covering index, because Postgres would otherwise read the much wider table.
  const placed = read
    .select({
      slot: read.timeSlot(orders.createdAt, origin, minutes).as('slot'),
      status: orders.status,
      total: orders.total,
      units: orders.units,
      fromCart: sql`case when ${cartWasBegun(read, span)} then 1 end`.as('from_cart'),
    })
    .from(orders)
    .where(isWithin(orders.createdAt, part))
    .orderBy(orders.createdAt, orders.id)
    .as('placed');
  return read
    .select({
      slot: placed.slot,
      status: placed.status,
      orders: count(),
      revenue: exactSum(placed.total),
      units: exactSum(placed.units),
      fromCarts: count(placed.fromCart),
    })
    .from(placed)
    .groupBy(placed.slot, placed.status);
}

export function sumRefunds(read: Reader, span: ClosedSpan, { origin, minutes }: Slots) {
  const { orders, payments } = read.tables;
  return read
    .select({ slot: read.timeSlot(orders.createdAt, origin, minutes), refunds: exactSum(payments.refunded) })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(gt(payments.refunded, 0), isWithin(orders.createdAt, span), inArray(orders.status, [...soldStatuses])))
    .groupBy(firstColumn)
    .then((rows) => rows);
}

export function countCustomers(read: Reader, span: ClosedSpan, { origin, minutes }: Slots) {
  const { users } = read.tables;
  return read
    .select({ slot: read.timeSlot(users.createdAt, origin, minutes), customers: count() })
    .from(users)
    .where(and(eq(users.role, 'customer'), isWithin(users.createdAt, span)))
    .groupBy(firstColumn)
    .then((rows) => rows);
}

/** The sales of each product in each slot. */
export function sumLines(read: Reader, span: ClosedSpan, { origin, minutes }: Slots) {
  const { orders, orderLines } = read.tables;
  return read
    .select({
      slot: read.timeSlot(orders.createdAt, origin, minutes),
      productId: orderLines.productId,
      // Without quantities cancelled before shipping, as in `orders.units`.
      units: exactSum(sql`${orderLines.quantity} - ${orderLines.cancelledQuantity}`),
      revenue: exactSum(orderLines.lineTotal),
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(isWithin(orders.createdAt, span), inArray(orders.status, [...soldStatuses])))
    .groupBy(firstColumn, orderLines.productId)
    .then((rows) => rows);
}

/** Products with their present categories. */
export async function nameProducts(read: Reader, ids: readonly string[]) {
  const { products, categories } = read.tables;
  const named = [];
  for (let start = 0; start < ids.length; start += mostParameters) {
    const rows = await read
      .select({
        productId: products.id,
        slug: products.slug,
        name: products.name,
        categorySlug: categories.slug,
        categoryName: categories.name,
      })
      .from(products)
      .leftJoin(categories, eq(categories.id, products.categoryId))
      .where(inArray(products.id, ids.slice(start, start + mostParameters)));
    for (const { categorySlug: slug, categoryName: name, ...product } of rows) {
      named.push({ ...product, category: slug === null || name === null ? null : { slug, name } });
    }
  }
  return named;
}

/** Carts begun in the span that still contain items. */
export async function countOpenCarts(read: Reader, { from, to }: ClosedSpan): Promise<number> {
  const { cartLines } = read.tables;
  const began = min(cartLines.addedAt);
  const open = await read
    .select({ cartId: cartLines.cartId })
    .from(cartLines)
    .groupBy(cartLines.cartId)
    .having(
      and(sql`${began} >= ${sql.param(from, cartLines.addedAt)}`, sql`${began} < ${sql.param(to, cartLines.addedAt)}`),
    );
  return open.length;
}

/** Carts begun in the span and ordered after it. No order is older than its cart. */
export function countOrderedLater(read: Reader, span: ClosedSpan): Promise<number> {
  const { orders } = read.tables;
  return read.$count(orders, and(isFrom(orders.createdAt, span.to), cartWasBegun(read, span))).then((found) => found);
}

/** An order keeps the start of its cart. An open cart has its own. */
function cartWasBegun({ tables: { orders } }: Reader, span: ClosedSpan) {
  return isWithin(orders.cartBegunAt, span);
}

/** Prices are split in two, because a price times a stock can exceed 64 bits. */
const cut = 1_000_000;

export async function sumStock(read: Reader): Promise<{ pieces: bigint; value: bigint }> {
  const { variants, products } = read.tables;
  const divisor = sql.raw(String(cut));
  const [stock] = await read
    .select({
      pieces: exactSum(variants.onHand),
      high: exactSum(sql`${variants.price} / ${divisor} * ${variants.onHand}`),
      low: exactSum(sql`${variants.price} % ${divisor} * ${variants.onHand}`),
    })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .where(and(isNull(variants.archivedAt), ne(products.status, 'archived')));
  if (!stock) return { pieces: 0n, value: 0n };
  return { pieces: stock.pieces, value: stock.high * BigInt(cut) + stock.low };
}
