import type { Reader, Transaction } from '@cartwright/db';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { Recall } from '@cartwright/kernel/idempotency';
import { cutPage, decodeCursor, encodeCursor } from '@cartwright/kernel/paging';
import { and, desc, eq, inArray, lt, ne, sum } from 'drizzle-orm';
import { z } from 'zod';
import { whichOrder } from '../read/get.ts';
import { readLines } from '../read/priced-rows.ts';
import { nextStatuses } from './moves.ts';
import { type ReturnRow, toReturn, withLines } from './read.ts';
import type { ListReturnsInput, NamedReturnInput } from './schema.ts';
import type { AdminReturn } from './view.ts';

const list = 'admin.returns';

/** Lists the returns of all orders, newest first. */
export async function listReturns(
  { shop: { db } }: UserContext,
  { status, kind, order, limit, cursor }: ListReturnsInput,
): Promise<{ items: AdminReturn[]; nextCursor: string | null }> {
  const { returns, orders } = db.tables;
  const before = cursor === undefined ? undefined : decodeCursor(list, z.tuple([z.uuid()]), cursor)[0];
  const named = (idOrNumber: string) =>
    db.read.select({ id: orders.id }).from(orders).where(whichOrder(db.tables, idOrNumber));
  const rows = await db.read
    .select()
    .from(returns)
    .where(
      and(
        status && eq(returns.status, status),
        kind && eq(returns.kind, kind),
        order === undefined ? undefined : inArray(returns.orderId, named(order)),
        before === undefined ? undefined : lt(returns.id, before),
      ),
    )
    .orderBy(desc(returns.id))
    .limit(limit + 1);
  const page = cutPage(
    rows,
    limit,
    (row) => row,
    ({ id }) => encodeCursor(list, [id]),
  );
  return { ...page, items: await forAdmins(db.read, page.items) };
}

/** @throws NOT_FOUND */
export function getReturn({ shop }: UserContext, { id }: NamedReturnInput): Promise<AdminReturn> {
  return readReturn(shop.db.read, id);
}

/** @throws NOT_FOUND */
export async function readReturn(read: Reader | Transaction, id: string): Promise<AdminReturn> {
  const { returns } = read.tables;
  const [found] = await forAdmins(read, await read.select().from(returns).where(eq(returns.id, id)));
  if (!found) throw kernelFailures.NOT_FOUND({});
  return found;
}

/** Makes a replay return the return as it is now. */
export function recallReturn({ shop }: UserContext): Recall<AdminReturn> {
  return {
    mark: ({ id }) => id,
    read(id) {
      if (id === null) throw new Error('The key of a return has no return.');
      return readReturn(shop.db.read, id);
    },
  };
}

async function forAdmins(read: Reader | Transaction, rows: readonly ReturnRow[]): Promise<AdminReturn[]> {
  if (rows.length === 0) return [];
  const { orders, refundRequests, refunds } = read.tables;
  const orderIds = [...new Set(rows.map(({ orderId }) => orderId))];
  const ids = rows.map(({ id }) => id);
  const ofOrders = await read.select().from(orders).where(inArray(orders.id, orderIds));
  const lines = await readLines(read, orderIds);
  const paidBack = await read
    .select({ returnId: refundRequests.returnId, amount: sum(refunds.amount).mapWith(Number) })
    .from(refunds)
    .innerJoin(refundRequests, eq(refundRequests.id, refunds.requestId))
    .where(
      and(
        inArray(refundRequests.orderId, orderIds),
        inArray(refundRequests.returnId, ids),
        ne(refunds.status, 'failed'),
      ),
    )
    .groupBy(refundRequests.returnId);
  return (await withLines(read, rows)).flatMap((row) => {
    const order = ofOrders.find(({ id }) => id === row.orderId);
    if (!order) return [];
    const own = lines.filter(({ orderId }) => orderId === row.orderId);
    return {
      ...toReturn(row, own),
      orderId: order.id,
      orderNumber: order.number,
      customer: { id: order.userId, email: order.email, name: order.customerName },
      refunded: paidBack.find(({ returnId }) => returnId === row.id)?.amount ?? 0,
      allowedTransitions: nextStatuses(row.status),
    };
  });
}
