import type { Transaction } from '@cartwright/db';
import { asc, eq, sql, sum } from 'drizzle-orm';
import type { Actor } from '../actor.ts';

/** The row of `balances` that a change concerns. `changeBalances` creates it with value 0. */
export interface BalanceName {
  /** Such as `promotion:<id>:uses`. */
  readonly id: string;
  /** The promotion whose limit is the floor. */
  readonly ownerId: string;
  readonly kind: 'uses' | 'customer' | 'budget' | 'code';
}

export interface BalanceChange extends BalanceName {
  /** A difference: negative to take, positive to add. */
  readonly change: number;
  /** The value below which the change is refused. A row keeps the floor of its last change. */
  readonly floor: number;
}

/** A change's facts for the ledger. */
export interface BalanceFacts {
  readonly reason: string;
  readonly actor: Actor;
  readonly at: Date;
  readonly orderId?: string;
}

/**
 * Changes balances and writes one ledger row for each change. No other code changes balances.
 *
 * A change that would pass its floor is skipped and its id returned, so that the caller can reject the transaction.
 * Locks balances in the order of their ids, so that two callers cannot deadlock. Each balance may be named once.
 *
 * @returns the ids of the balances that do not have enough left
 * @example
 * const name = { id: `promotion:${id}:uses`, ownerId: id, kind: 'uses' } as const;
 * const refused = await changeBalances(tx, [{ ...name, change: -1, floor: -50 }], { reason: 'used', actor, at, orderId });
 */
export async function changeBalances(
  tx: Transaction,
  changes: readonly BalanceChange[],
  facts: BalanceFacts,
): Promise<string[]> {
  // A new row starts at its change, which the database would reject below the floor.
  const possible = changes.filter(({ change, floor }) => change >= floor).sort(byId);
  if (possible.length === 0) return changes.map(({ id }) => id);
  const { balances } = tx.tables;
  const changed = await tx
    .insert(balances)
    .values(possible.map(({ change, ...row }) => ({ ...row, value: change })))
    .onConflictDoUpdate({
      target: balances.id,
      set: { value: sql`${balances.value} + excluded.value`, floor: sql`excluded.floor` },
      setWhere: sql`${balances.value} + excluded.value >= excluded.floor`,
    })
    .returning({ id: balances.id, after: balances.value });
  const after = new Map(changed.map((row) => [row.id, row.after]));
  record(tx, possible, after, facts);
  return changes.flatMap(({ id }) => (after.has(id) ? [] : id));
}

/**
 * Gives back what an order took from balances. A second call for the same order changes nothing, because the ledger
 * shows what is still taken. The caller holds the lock of the order.
 */
export async function returnBalances(
  tx: Transaction,
  orderId: string,
  facts: Omit<BalanceFacts, 'orderId'>,
): Promise<void> {
  const { balances, balanceLedger } = tx.tables;
  const taken = await tx
    .select({ id: balanceLedger.balanceId, change: sum(balanceLedger.change).mapWith(Number) })
    .from(balanceLedger)
    .where(eq(balanceLedger.orderId, orderId))
    .groupBy(balanceLedger.balanceId)
    .orderBy(asc(balanceLedger.balanceId));
  const changes = taken.flatMap(({ id, change }) => ((change ?? 0) < 0 ? { id, change: -(change ?? 0) } : []));
  if (changes.length === 0) return;
  const cases = changes.map(({ id, change }) => sql`when ${id} then cast(${change} as bigint)`);
  const changed = await tx
    .update(balances)
    .set({ value: sql`${balances.value} + case ${balances.id} ${sql.join(cases, sql` `)} else 0 end` })
    .where(
      tx.lockedInOrder(
        balances.id,
        changes.map(({ id }) => id),
      ),
    )
    .returning({ id: balances.id, after: balances.value });
  record(tx, changes, new Map(changed.map((row) => [row.id, row.after])), { ...facts, orderId });
}

function record(
  tx: Transaction,
  changes: readonly { readonly id: string; readonly change: number }[],
  values: ReadonlyMap<string, number>,
  { reason, actor, at, orderId }: BalanceFacts,
): void {
  const rows = changes.flatMap(({ id, change }) => {
    const after = values.get(id);
    if (after === undefined) return [];
    return { balanceId: id, reason, change, after, actor, orderId: orderId ?? null, createdAt: at };
  });
  if (rows.length > 0) tx.defer(tx.insert(tx.tables.balanceLedger).values(rows));
}

function byId(one: BalanceName, other: BalanceName): number {
  return one.id < other.id ? -1 : 1;
}
