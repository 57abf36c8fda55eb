import type { Reader, Transaction } from '@cartwright/db';
import { and, eq, sql } from 'drizzle-orm';

/** The money that the payments of an order brought in, that refunds paid back, and that the tax service took back. */
export interface PaidFor {
  readonly captured: number;
  readonly refunded: number;
  readonly reversed: number;
}

export async function paidFor(read: Reader | Transaction, orderId: string): Promise<PaidFor> {
  const { payments, refunds, refundRequests } = read.tables;
  const [captured] = await read
    .select({ sum: sql`coalesce(sum(${payments.captured}), 0)`.mapWith(Number) })
    .from(payments)
    .where(eq(payments.orderId, orderId));
  const [refunded] = await read
    .select({ sum: sql`coalesce(sum(${refunds.amount}), 0)`.mapWith(Number) })
    .from(refunds)
    .where(and(eq(refunds.orderId, orderId), eq(refunds.status, 'succeeded')));
  const [reversed] = await read
    .select({ sum: sql`coalesce(sum(${refundRequests.taxReversed}), 0)`.mapWith(Number) })
    .from(refundRequests)
    .where(eq(refundRequests.orderId, orderId));
  return { captured: captured?.sum ?? 0, refunded: refunded?.sum ?? 0, reversed: reversed?.sum ?? 0 };
}
