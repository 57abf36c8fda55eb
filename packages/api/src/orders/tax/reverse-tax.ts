import type { TaxReversal } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';
import { readRefunds, type StoredRefund } from '../refund/read-refunds.ts';
import { paidFor } from './paid-for.ts';
import { recordTax } from './record-tax.ts';

/**
 * Takes a refund back from the sale that the tax service has recorded, once all its attempts have an answer. Never takes
 * back more than was refunded, so that money that a bank sent back and that is refunded again counts once.
 */
export async function reverseTax(shop: Shop, refundRequestId: string): Promise<void> {
  const { db } = shop;
  const { refundRequests } = db.tables;
  const [row] = await db.read.select().from(refundRequests).where(eq(refundRequests.id, refundRequestId));
  if (!row || row.taxReversed > 0) return;
  const { orderId } = row;
  const refund = (await readRefunds(db.read, orderId)).find(({ request }) => request.id === refundRequestId);
  if (!refund || refund.attempts.some(({ status }) => status === 'created')) return;
  const sale = await recordTax(shop, orderId);
  if (!sale) return;
  const { captured, refunded, reversed } = await paidFor(db.read, orderId);
  const amount = Math.min(refund.amount - refund.failed, refunded - reversed);
  if (amount <= 0) return;
  const { provider, transaction, order } = sale;
  const isEverything = amount === captured && amount === order.total;
  const of = isEverything ? 'everything' : amount === refund.amount ? linesOf(refund) : [];
  await provider.reverse({ transaction, reference: refundRequestId, currency: order.currency, amount, of });
  await db.transact(async (tx) => {
    await tx.update(refundRequests).set({ taxReversed: amount }).where(eq(refundRequests.id, refundRequestId));
  });
}

function linesOf({ lines }: StoredRefund): TaxReversal['of'] {
  return lines.map(({ position, quantity, amount, taxes }) => {
    return { position, quantity, amount, tax: taxes.reduce((sum, tax) => sum + tax.amount, 0) };
  });
}
