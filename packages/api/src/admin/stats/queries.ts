import type { Reader } from '@cartwright/db';
import { and, asc, count, desc, eq, gt, gte, inArray, isNull, lt, min, ne, sql, sum } from 'drizzle-orm';
import type { Stats } from './schema.ts';
import type { Slots } from './slots.ts';

export interface ClosedSpan {
  readonly from: Date;
  readonly to: Date;
}

/** The orders that are sales. Others wait for their payment, or came to nothing. */
const soldStatuses = ['confirmed', 'processing', 'shipped', 'delivered'] as const;

/** The first column of a select: parameters make its text different each time, and its number does not. */
const firstColumn = sql`1`;

const total = (column: Parameters<typeof sum>[0]) => sql<number>`coalesce(${sum(column)}, 0)`.mapWith(Number);

export function countOrders(read: Reader, span: ClosedSpan, { origin, minutes }: Slots) {
  const { orders } = read.tables;
  return read
    .select({
      slot: read.timeSlot(orders.createdAt, origin, minutes),
      status: orders.status,
      orders: count(),
      revenue: total(orders.total),
      units: total(orders.units),
    })
    .from(orders)
    .where(and(gte(orders.createdAt, span.from), lt(orders.createdAt, span.to)))
    .groupBy(firstColumn, orders.status)
    .then((rows) => rows);
}

export function sumRefunds(read: Reader, span: ClosedSpan, { origin, minutes }: Slots) {
  const { orders, payments } = read.tables;
  return read
    .select({ slot: read.timeSlot(orders.createdAt, origin, minutes), refunds: total(payments.refunded) })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        gt(payments.refunded, 0),
        gte(orders.createdAt, span.from),
        lt(orders.createdAt, span.to),
        inArray(orders.status, [...soldStatuses]),
      ),
    )
    .groupBy(firstColumn)
    .then((rows) => rows);
}

export function countCustomers(read: Reader, span: ClosedSpan, { origin, minutes }: Slots) {
  const { users } = read.tables;
  return read
    .select({ slot: read.timeSlot(users.createdAt, origin, minutes), customers: count() })
    .from(users)
    .where(and(eq(users.role, 'customer'), gte(users.createdAt, span.from), lt(users.createdAt, span.to)))
    .groupBy(firstColumn)
    .then((rows) => rows);
}

/** What each product sold, the most revenue first. Lines are summed before anything is looked up for them. */
export async function sumProducts(read: Reader, span: ClosedSpan) {
  const { orders, orderLines, products, categories } = read.tables;
  const sold = read
    .select({
      productId: orderLines.productId,
      units: total(orderLines.quantity).as('sold_units'),
      revenue: total(orderLines.lineTotal).as('sold_revenue'),
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(gte(orders.createdAt, span.from), lt(orders.createdAt, span.to), inArray(orders.status, [...soldStatuses])),
    )
    .groupBy(orderLines.productId)
    .as('sold');
  const rows = await read
    .select({
      productId: sold.productId,
      slug: products.slug,
      name: products.name,
      categorySlug: categories.slug,
      categoryName: categories.name,
      units: sql<number>`${sold.units}`.mapWith(Number),
      revenue: sql<number>`${sold.revenue}`.mapWith(Number),
    })
    .from(sold)
    .innerJoin(products, eq(products.id, sold.productId))
    .leftJoin(categories, eq(categories.id, products.categoryId))
    .orderBy(desc(sql`${sold.revenue}`), asc(products.slug));
  return rows.map(({ categorySlug, categoryName, ...row }) => ({
    ...row,
    category: categorySlug === null || categoryName === null ? null : { slug: categorySlug, name: categoryName },
  }));
}

/** An ordered cart lives on in its order, one that is not in its lines. */
export async function countCarts(read: Reader, { from, to }: ClosedSpan): Promise<Stats['carts']> {
  const { orders, cartLines } = read.tables;
  const wasBegun = and(gte(orders.cartBegunAt, from), lt(orders.cartBegunAt, to));
  // No order is older than its cart, and orders can be found by their age.
  const ordered = await read.$count(orders, and(gte(orders.createdAt, from), wasBegun));
  const began = min(cartLines.addedAt);
  const open = await read
    .select({ cartId: cartLines.cartId })
    .from(cartLines)
    .groupBy(cartLines.cartId)
    .having(
      and(sql`${began} >= ${sql.param(from, cartLines.addedAt)}`, sql`${began} < ${sql.param(to, cartLines.addedAt)}`),
    );
  const begun = ordered + open.length;
  return { begun, ordered, conversion: begun === 0 ? null : ordered / begun };
}

export async function sumStock(read: Reader): Promise<Stats['stock']> {
  const { variants, products } = read.tables;
  const [stock] = await read
    .select({
      pieces: total(variants.onHand),
      value: sql<number>`coalesce(sum(cast(${variants.price} as numeric) * ${variants.onHand}), 0)`.mapWith(Number),
    })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .where(and(isNull(variants.archivedAt), ne(products.status, 'archived')));
  return stock ?? { pieces: 0, value: 0 };
}
