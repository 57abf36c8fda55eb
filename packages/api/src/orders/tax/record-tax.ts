import type { TaxProvider } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { eq } from 'drizzle-orm';
import { findOrder } from '../read/find-order.ts';
import type { OrderRow } from '../read/to-order.ts';
import { paidFor } from './paid-for.ts';

/** A sale as the tax service has recorded it. */
export interface RecordedSale {
  readonly order: OrderRow;
  readonly provider: TaxProvider;
  readonly transaction: string;
}

/**
 * Records the sale of an order at the tax service, once. What the customer did not pay, because it was cancelled or
 * came back before, is taken back from the sale at once.
 *
 * @returns undefined if no tax of the order is due at the service
 */
export async function recordTax(shop: Shop, orderId: string): Promise<RecordedSale | undefined> {
  const { db, taxProvider: provider, log } = shop;
  const { orders } = db.tables;
  const order = await findOrder(db.read, orderId);
  const { taxCalculation: calculation, taxDueAt: at, taxTransaction, total, currency } = order;
  if (calculation === null || at === null) return undefined;
  if (!provider) {
    log.warn({ orderId }, 'the tax of an order is not recorded, because the shop has no tax service any more');
    return undefined;
  }
  if (taxTransaction !== null) return { order, provider, transaction: taxTransaction };
  const transaction = await provider.record({ calculation, orderId, at });
  const unpaid = total - (await paidFor(db.read, orderId)).captured;
  if (unpaid > 0)
    await provider.reverse({ transaction, reference: `${orderId}-unpaid`, currency, amount: unpaid, of: [] });
  await db.transact(async (tx) => {
    await tx.update(orders).set({ taxTransaction: transaction }).where(eq(orders.id, orderId));
  });
  return { order, provider, transaction };
}
