import type { Reader, Tables, Transaction } from '@cartwright/db';
import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import { type Adjustment, toBasisPoints } from '../../pricing/index.ts';

type Row<Name extends keyof Tables> = Tables[Name]['$inferSelect'];

/** The lines of orders in their present revision, by position. */
export async function readLines(read: Reader | Transaction, orderIds: readonly string[]): Promise<Row<'orderLines'>[]> {
  const { orders, orderLines } = read.tables;
  return read
    .select(getTableColumns(orderLines))
    .from(orderLines)
    .innerJoin(orders, and(eq(orders.id, orderLines.orderId), eq(orders.revision, orderLines.revision)))
    .where(inArray(orderLines.orderId, [...orderIds]))
    .orderBy(asc(orderLines.orderId), asc(orderLines.position));
}

/** The adjustments of orders in their present revision, in the order in which they were computed. */
export async function readAdjustments(
  read: Reader | Transaction,
  orderIds: readonly string[],
): Promise<Row<'orderAdjustments'>[]> {
  const { orders, orderAdjustments } = read.tables;
  return read
    .select(getTableColumns(orderAdjustments))
    .from(orderAdjustments)
    .innerJoin(orders, and(eq(orders.id, orderAdjustments.orderId), eq(orders.revision, orderAdjustments.revision)))
    .where(inArray(orderAdjustments.orderId, [...orderIds]))
    .orderBy(asc(orderAdjustments.orderId), asc(orderAdjustments.position));
}

export function toAdjustment(row: Row<'orderAdjustments'>): Adjustment {
  const { target, line, kind, amount, base, millionths, sourceId, label, included } = row;
  const basisPoints = millionths === null ? null : toBasisPoints(millionths);
  return { target, line, kind, amount, base, basisPoints, sourceId, label, included };
}
