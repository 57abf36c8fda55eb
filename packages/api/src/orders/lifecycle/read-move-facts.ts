import type { Reader, Transaction } from '@cartwright/db';
import { and, eq } from 'drizzle-orm';
import { readLines } from '../read/priced-rows.ts';
import type { OrderRow } from '../read/to-order.ts';
import { type Goods, goodsOf } from './goods.ts';

/** Reads what the next moves of an order depend on. */
export async function readMoveFacts(
  read: Reader | Transaction,
  { id, status }: Pick<OrderRow, 'id' | 'status'>,
): Promise<Goods & { readonly isPaid: boolean }> {
  const { payments, shipments } = read.tables;
  const lines = await readLines(read, [id]);
  const sent = await read.select({ status: shipments.status }).from(shipments).where(eq(shipments.orderId, id));
  const isCaptured = and(eq(payments.orderId, id), eq(payments.status, 'captured'));
  return { ...goodsOf(status, lines, sent), isPaid: (await read.$count(payments, isCaptured)) > 0 };
}
