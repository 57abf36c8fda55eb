import type { Transaction } from '@cartwright/db';
import { and, eq, sql } from 'drizzle-orm';

/** One change of one variant's stock. Both numbers are differences. */
export interface StockChange {
  readonly variantId: string;
  readonly onHand?: number;
  readonly reserved?: number;
}

/** What the ledger says of a change beside its numbers. */
export interface StockCause {
  readonly reason: 'received' | 'reserved' | 'released' | 'shipped' | 'returned' | 'adjusted';
  readonly actor: string;
  readonly at: Date;
  readonly orderId?: string;
  readonly note?: string;
}

/**
 * Changes stock, with one ledger row for each change. This is the only code that does.
 *
 * A change that would take more than there is does not happen, and its variant is in the answer: the caller then
 * rejects its transaction. Variants are taken in the order of their ids, so that two callers never wait for each
 * other in a circle.
 *
 * @returns the ids of the variants whose stock was not enough
 */
export async function changeStock(
  tx: Transaction,
  changes: readonly StockChange[],
  cause: StockCause,
): Promise<string[]> {
  const { variants, stockLedger } = tx.tables;
  const inOrder = [...changes].sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
  const entries: (typeof stockLedger.$inferInsert)[] = [];
  const short: string[] = [];

  for (const { variantId, onHand = 0, reserved = 0 } of inOrder) {
    const [balance] = await tx
      .update(variants)
      .set({ onHand: sql`${variants.onHand} + ${onHand}`, reserved: sql`${variants.reserved} + ${reserved}` })
      .where(
        and(
          eq(variants.id, variantId),
          sql`${variants.reserved} + ${reserved} >= 0`,
          sql`${variants.onHand} + ${onHand} >= ${variants.reserved} + ${reserved}`,
        ),
      )
      .returning({ onHand: variants.onHand, reserved: variants.reserved });
    if (!balance) {
      short.push(variantId);
      continue;
    }
    entries.push({
      variantId,
      reason: cause.reason,
      onHandChange: onHand,
      reservedChange: reserved,
      onHandAfter: balance.onHand,
      reservedAfter: balance.reserved,
      actor: cause.actor,
      orderId: cause.orderId ?? null,
      note: cause.note ?? null,
      createdAt: cause.at,
    });
  }
  if (entries.length > 0) await tx.insert(stockLedger).values(entries);
  return short;
}
