import { insertedRowsOf, listOf, prepared, preparedInsert, type Reader, type Transaction } from '@cartwright/db';
import { sql } from 'drizzle-orm';
import type { BalanceChange, BalanceFacts, BalanceName } from './change.ts';

/** A change of a balance that the transaction has locked. */
export interface LockedChange extends BalanceChange, BalanceFacts {
  /** The value after this change and those before it in the list. */
  readonly after: number;
}

/**
 * Locks balances in the order of their ids and reads their values. A missing balance is created with value 0, because
 * a row that does not exist can only be locked by inserting it.
 *
 * @example
 * const values = await lockBalances(tx, [{ id: `promotion:${id}:uses`, ownerId: id, kind: 'uses' }]);
 */
export async function lockBalances(
  tx: Transaction,
  names: readonly BalanceName[],
): Promise<ReadonlyMap<string, number>> {
  const distinct = new Map(names.map(({ id, ownerId, kind }) => [id, { id, ownerId, kind, value: 0, floor: 0 }]));
  const rows = [...distinct.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  return toMap(rows.length === 0 ? [] : await lock(tx, { rows }));
}

/** Reads the values of balances without a lock. A balance that was never changed is missing. */
export async function readBalances(
  read: Reader | Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return toMap(ids.length === 0 ? [] : await find(read, { ids: [...new Set(ids)] }));
}

/**
 * Changes balances that `lockBalances` has locked in this transaction, with deferred writes and one ledger row for each
 * change. The caller has checked that none passes its floor. If one did, the database would refuse the transaction.
 */
export function changeLockedBalances(tx: Transaction, changes: readonly LockedChange[]): void {
  if (changes.length === 0) return;
  const sums = new Map<string, BalanceChange>();
  for (const { id, ownerId, kind, change, floor } of changes) {
    sums.set(id, { id, ownerId, kind, floor, change: change + (sums.get(id)?.change ?? 0) });
  }
  tx.defer(add({ rows: [...sums.values()].map(({ change: value, ...row }) => ({ ...row, value })) }));
  tx.defer(
    insertEntries(
      changes.map(({ id: balanceId, change, after, reason, actor, at: createdAt, orderId = null }) => {
        return { balanceId, reason, change, after, actor, orderId, createdAt };
      }),
    ),
  );
}

function toMap(rows: readonly { id: string; value: number }[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ id, value }) => [id, value]));
}

const insertEntries = preparedInsert((tables) => tables.balanceLedger);

const find = prepared(
  'values of balances',
  ({ balances }) => ({ ids: listOf(balances.id) }),
  (read: Reader, { ids }) => {
    const { balances } = read.tables;
    return read.select({ id: balances.id, value: balances.value }).from(balances).where(read.isOneOf(balances.id, ids));
  },
);

/** An update of a value to itself, because an insert that does nothing on a conflict locks nothing. */
const lock = prepared(
  'lock of balances',
  ({ balances: { id, ownerId, kind, value, floor } }) => ({
    rows: insertedRowsOf({ id, ownerId, kind, value, floor }),
  }),
  (tx: Transaction, { rows }) => {
    const { balances } = tx.tables;
    return tx
      .insert(balances)
      .select(tx.insertedRows(balances, rows))
      .onConflictDoUpdate({ target: balances.id, set: { value: sql`${balances.value}` } })
      .returning({ id: balances.id, value: balances.value });
  },
);

const add = prepared(
  'changes of locked balances',
  ({ balances: { id, ownerId, kind, value, floor } }) => ({
    rows: insertedRowsOf({ id, ownerId, kind, value, floor }),
  }),
  (tx: Transaction, { rows }) => {
    const { balances } = tx.tables;
    return tx
      .insert(balances)
      .select(tx.insertedRows(balances, rows))
      .onConflictDoUpdate({
        target: balances.id,
        set: { value: sql`${balances.value} + excluded.value`, floor: sql`excluded.floor` },
      });
  },
);
