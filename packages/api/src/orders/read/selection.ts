import type { Database, Tables } from '@cartwright/db';
import { spanOf } from '@cartwright/kernel/days';
import { emailKey } from '@cartwright/kernel/fields';
import type { Shop } from '@cartwright/kernel/shop';
import { aliasedTable, and, desc, eq, exists, gt, gte, inArray, lt, not, or, type SQL, sql } from 'drizzle-orm';
import type { OrderFilters } from '../admin-schema.ts';
import { hasFulfillmentStatus } from '../lifecycle/fulfillment.ts';
import type { PaymentStatus } from '../schema.ts';
import type { OrderRow } from './to-order.ts';

/** The last order of a page. */
export interface OrderPosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** Reads the orders of all customers that pass the filters, newest first, starting after `after`. */
export async function selectOrders(
  { db, settings }: Pick<Shop, 'db' | 'settings'>,
  filters: OrderFilters,
  { after, limit }: { after?: OrderPosition | undefined; limit: number },
): Promise<OrderRow[]> {
  const { orders } = db.tables;
  const position = after && sql`(${sql.param(after.createdAt, orders.createdAt)}, ${after.id})`;
  return db.read
    .select()
    .from(orders)
    .where(
      and(
        position && sql`(${orders.createdAt}, ${orders.id}) < ${position}`,
        ...conditions(db, filters, settings.timeZone),
      ),
    )
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(limit);
}

function conditions(db: Database, filters: OrderFilters, timeZone: string): (SQL | undefined)[] {
  const { orders } = db.tables;
  const { status, paymentStatus, fulfillmentStatus, customer, q } = filters;
  const { from, to } = spanOf(filters, timeZone);
  return [
    status && eq(orders.status, status),
    customer === undefined ? undefined : eq(orders.userId, customer),
    from && gte(orders.createdAt, from),
    to && lt(orders.createdAt, to),
    q === undefined ? undefined : matches(db.tables, q),
    paymentStatus && hasPaymentStatus(db, paymentStatus),
    fulfillmentStatus && hasFulfillmentStatus(db.read, fulfillmentStatus),
  ];
}

function matches({ orders }: Tables, q: string): SQL | undefined {
  const part = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return or(
    sql`${orders.number} like ${part(q.toUpperCase())} escape '\\'`,
    sql`lower(${orders.email}) like ${part(emailKey(q))} escape '\\'`,
  );
}

/** `paymentStatusOf` in SQL. */
function hasPaymentStatus({ read, tables }: Database, status: PaymentStatus): SQL | undefined {
  const { orders, payments } = tables;
  const some = (condition: SQL) =>
    exists(
      read
        .select({ one: sql`1` })
        .from(payments)
        .where(and(eq(payments.orderId, orders.id), condition)),
    );
  const isCaptured = some(eq(payments.status, 'captured'));
  const isRefunded = some(sql`${payments.refunded} > 0`);
  const isOpen = some(sql`${payments.captured} > ${payments.refunded}`);
  const later = aliasedTable(payments, 'later');
  const isLast = not(
    exists(
      read
        .select({ one: sql`1` })
        .from(later)
        .where(and(eq(later.orderId, payments.orderId), gt(later.id, payments.id))),
    ),
  );
  // A join of sets, because a subquery for each order would run tens of thousands of times for a rare status.
  const lastIs = (...words: ('authorised' | 'failed')[]) => some(sql`${inArray(payments.status, words)} and ${isLast}`);
  switch (status) {
    case 'paid':
      return and(isCaptured, not(isRefunded));
    case 'partially_refunded':
      return and(isRefunded, isOpen);
    case 'refunded':
      return and(isRefunded, not(isOpen));
    case 'authorised':
    case 'failed':
      return and(not(isCaptured), lastIs(status));
    case 'unpaid':
      return and(not(isCaptured), not(lastIs('authorised', 'failed')));
  }
}
