import type { Tables } from '@cartwright/db';
import { and, desc, eq, exists, gte, lt, not, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { UserContext } from '../kernel/context.ts';
import { emailKey } from '../kernel/fields.ts';
import { cutPage, decodeCursor, encodeCursor, positionTime } from '../kernel/paging.ts';
import { completeOrders } from './read.ts';
import type { ListAllOrdersInput, Order, PaymentStatus } from './schema.ts';

const list = 'admin.orders:newest';
const position = z.tuple([positionTime, z.uuid()]);

/** Everybody's orders, newest first. */
export async function listAllOrders(
  ctx: UserContext,
  { limit, cursor, ...filter }: ListAllOrdersInput,
): Promise<{ items: Order[]; nextCursor: string | null }> {
  const { read, tables } = ctx.shop.db;
  const { orders } = tables;
  const [time, id] = cursor === undefined ? [] : decodeCursor(list, position, cursor);
  const after =
    time === undefined
      ? undefined
      : sql`(${orders.createdAt}, ${orders.id}) < (${sql.param(time, orders.createdAt)}, ${id})`;
  const rows = await read
    .select()
    .from(orders)
    .where(and(after, ...conditions(ctx, filter)))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(limit + 1);
  const page = cutPage(
    rows,
    limit,
    (row) => row,
    (last) => encodeCursor(list, [last.createdAt.getTime(), last.id]),
  );
  return { ...page, items: await completeOrders(ctx.shop, read, page.items, 'admin') };
}

function conditions(
  { shop: { db } }: UserContext,
  filter: Omit<ListAllOrdersInput, 'limit' | 'cursor'>,
): (SQL | undefined)[] {
  const { orders } = db.tables;
  const { status, paymentStatus, customer, q, from, to } = filter;
  return [
    status && eq(orders.status, status),
    customer === undefined ? undefined : eq(orders.userId, customer),
    from && gte(orders.createdAt, from),
    to && lt(orders.createdAt, to),
    q === undefined ? undefined : matches(db.tables, q),
    paymentStatus && hasPaymentStatus(db, paymentStatus),
  ];
}

function matches({ orders }: Tables, q: string): SQL | undefined {
  const part = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return or(
    sql`${orders.number} like ${part(q.toUpperCase())} escape '\\'`,
    sql`lower(${orders.email}) like ${part(emailKey(q))} escape '\\'`,
  );
}

/** The same words as `paymentStatusOf`, said to the database. */
function hasPaymentStatus({ read, tables }: UserContext['shop']['db'], status: PaymentStatus): SQL | undefined {
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
  const lastIs = (word: string) => sql`(
    select ${payments.status} from ${payments} where ${payments.orderId} = ${orders.id}
    order by ${payments.id} desc limit 1) = ${word}`;
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
      return and(not(isCaptured), not(lastIs('authorised')), not(lastIs('failed')));
  }
}
