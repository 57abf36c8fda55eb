import type { Reader, Transaction } from '@cartwright/db';
import { eq, sql } from 'drizzle-orm';

/** The id of the only row of `store`. */
export const storeId = 1;

/**
 * Raises the version of the facts that prices depend on. Every change of a tax rate, a shipping method or a promotion
 * calls it first in its transaction, which also makes such changes run one after another.
 */
export async function raisePricingVersion(tx: Transaction): Promise<void> {
  const { store } = tx.tables;
  await tx
    .update(store)
    .set({ pricingVersion: sql`${store.pricingVersion} + 1` })
    .where(eq(store.id, storeId));
}

/** The version as a column for another query, so that a price needs no statement of its own for it. */
export function pricingVersionOf(read: Reader | Transaction) {
  const { store } = read.tables;
  return read.select({ version: store.pricingVersion }).from(store).where(eq(store.id, storeId));
}
