import type { Transaction } from '@cartwright/db';
import { and, eq, sql } from 'drizzle-orm';

/** What is announced when stock changes, with the ids of the variants. */
export const stockTopic = 'stock';

/** One change of one variant's stock. Both numbers are differences. */
export interface StockChange {
  readonly variantId: string;
  readonly onHand?: number;
  readonly reserved?: number;
  /** The version of the variant that the change is based on: only for one that is changed alone. */
  readonly version?: number;
}

/** What the ledger says of a change beside its numbers. */
export interface StockCause {
  /** `received`, `reserved`, `released`, `shipped`, `returned`, `corrected`, or what a person wrote. */
  readonly reason: string;
  readonly actor: string;
  readonly at: Date;
  readonly orderId?: string;
  readonly reference?: string | undefined;
}

/**
 * Changes stock, with one ledger row for each change. This is the only code that does.
 *
 * A change that would take more than there is does not happen, and its variant is in the answer: the caller then
 * rejects its transaction. Variants are locked in the order of their ids, so that two callers never wait for each
 * other in a circle. Each variant may be named once.
 *
 * @returns the ids of the variants whose stock was not enough
 */
export async function changeStock(
  tx: Transaction,
  changes: readonly StockChange[],
  cause: StockCause,
): Promise<string[]> {
  if (changes.length === 0) return [];
  const { variants, stockLedger } = tx.tables;
  const change = (field: 'onHand' | 'reserved') => {
    const cases = changes.map((one) => sql`when ${one.variantId} then cast(${one[field] ?? 0} as integer)`);
    return sql`case ${variants.id} ${sql.join(cases, sql` `)} else 0 end`;
  };
  const onHand = sql`${variants.onHand} + ${change('onHand')}`;
  const reserved = sql`${variants.reserved} + ${change('reserved')}`;
  const movesPieces = changes.some((one) => (one.onHand ?? 0) !== 0);
  const version = sql`${variants.version} + case when ${change('onHand')} = 0 then 0 else 1 end`;
  const changed = await tx
    .update(variants)
    .set({ onHand, reserved, ...(movesPieces && { version }) })
    .where(
      and(
        tx.lockedInOrder(
          variants.id,
          changes.map(({ variantId }) => variantId),
        ),
        sql`${reserved} >= 0`,
        sql`${onHand} >= ${reserved}`,
        ...changes.map((one) => (one.version === undefined ? undefined : eq(variants.version, one.version))),
      ),
    )
    .returning({ variantId: variants.id, onHandAfter: variants.onHand, reservedAfter: variants.reserved });

  const balances = new Map(changed.map((row) => [row.variantId, row]));
  const short = changes.filter(({ variantId }) => !balances.has(variantId)).map(({ variantId }) => variantId);
  const entries = changes.flatMap((one): (typeof stockLedger.$inferInsert)[] => {
    const balance = balances.get(one.variantId);
    if (!balance) return [];
    const { reason, actor, at, orderId = null, reference = null } = cause;
    const { onHand: onHandChange = 0, reserved: reservedChange = 0 } = one;
    return [{ ...balance, reason, onHandChange, reservedChange, actor, orderId, reference, createdAt: at }];
  });
  if (entries.length > 0) tx.atEnd(tx.insert(stockLedger).values(entries));
  tx.announce({ topic: stockTopic, detail: [...balances.keys()].join(','), isRelaxed: true });
  return short;
}
