import { orNull, prepared, preparedInsert, rowsOf, type Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import { and, eq, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Purchasable } from './purchasable.ts';
import { followStock } from './search/reindex-products.ts';
import type { OwnWords, StockReason } from './stock-reasons.ts';

/** The topic announced after a change of stock, with the ids of the variants. */
export const stockTopic = 'stock';

/** One change of one variant's stock. Both numbers are differences. */
export interface StockChange {
  readonly variantId: string;
  readonly onHand?: number;
  readonly reserved?: number;
  /** The variant's version that the change is based on. Only for a single change. */
  readonly version?: number;
}

/** A change's facts for the ledger, beside its numbers. */
export interface LedgerFacts {
  readonly reason: StockReason | OwnWords;
  readonly actor: Actor;
  readonly at: Date;
  readonly orderId?: string;
  readonly reference?: string | undefined;
  /**
   * Writes the ledger with the change. Deferred writes have room for some hundred changes only, and no order, which
   * matters if a variant changes twice.
   */
  readonly isLogged?: 'at once';
}

/**
 * Changes stock, writes one ledger row for each change, and updates search. Only this file changes stock and writes the
 * ledger; new variants may be inserted with their first stock.
 *
 * A change beyond the stock is skipped, and its variant is in the answer, so that the caller can reject the
 * transaction. Locks variants in the order of ids, so that two callers cannot deadlock. Each variant may be named once.
 *
 * @returns the ids of the variants without enough stock
 */
export async function changeStock(
  tx: Transaction,
  changes: readonly StockChange[],
  facts: LedgerFacts,
): Promise<string[]> {
  if (changes.length === 0) return [];
  const { stockLedger } = tx.tables;
  const changed = await update(tx, {
    changes: changes.map(({ variantId, onHand = 0, reserved = 0 }) => ({ variantId, onHand, reserved })),
    version: changes[0]?.version ?? null,
  });

  const balances = new Map(changed.map((row) => [row.variantId, row]));
  const short = changes.filter(({ variantId }) => !balances.has(variantId)).map(({ variantId }) => variantId);
  const entries = changes.flatMap((one): LedgerEntry[] => {
    const balance = balances.get(one.variantId);
    return balance ? [toEntry({ ...balance, ...one }, facts)] : [];
  });
  await followStock(tx, crossed(entries));
  if (entries.length > 0) {
    if (facts.isLogged === 'at once') await tx.insert(stockLedger).values(entries);
    else tx.defer(insertEntries(entries));
  }
  tx.announce({ topic: stockTopic, detail: [...balances.keys()].join(','), isRelaxed: true });
  return short;
}

/** A change with the stock of its variant after it. */
interface Balance extends StockChange {
  readonly onHandAfter: number;
  readonly reservedAfter: number;
}

/**
 * Writes ledger rows for stock that the variants already have: the first stock of variants that were inserted with it,
 * and the rows that a ledger lacks.
 */
export async function enterStock(tx: Transaction, balances: readonly Balance[], facts: LedgerFacts): Promise<void> {
  if (balances.length === 0) return;
  await tx.insert(tx.tables.stockLedger).values(balances.map((balance) => toEntry(balance, facts)));
}

/** A quantity that one order reserves. */
export interface Reservation {
  /** The variant, locked by this transaction, with its stock before this reservation. */
  readonly variant: Purchasable;
  readonly quantity: number;
  readonly orderId: string;
  readonly actor: Actor;
  readonly at: Date;
}

/**
 * Reserves stock of variants that this transaction has locked and found sufficient, with deferred writes and one ledger
 * row for each reservation. A variant may be reserved several times, each time with the stock that the time before left.
 */
export async function reserveLocked(tx: Transaction, reservations: readonly Reservation[]): Promise<void> {
  const sums = new Map<string, number>();
  const entries = reservations.map(({ variant, quantity, orderId, actor, at }): LedgerEntry => {
    const { variantId, onHand, reserved } = variant;
    sums.set(variantId, (sums.get(variantId) ?? 0) + quantity);
    const balance = { variantId, reserved: quantity, onHandAfter: onHand, reservedAfter: reserved + quantity };
    return toEntry(balance, { reason: 'reserved', actor, at, orderId });
  });
  const changes = [...sums].map(([variantId, reserved]) => ({ variantId, reserved }));
  const soldOut = crossed(entries);
  if (soldOut.length > 0) {
    // Search reads the stock after the change.
    await reserve(tx, { changes });
    await followStock(tx, soldOut);
  } else {
    tx.defer(reserve({ changes }));
  }
  tx.defer(insertEntries(entries));
  tx.announce({ topic: stockTopic, detail: [...sums.keys()].join(','), isRelaxed: true });
}

type LedgerEntry = Transaction['tables']['stockLedger']['$inferInsert'];

function toEntry(balance: Balance, facts: LedgerFacts): LedgerEntry {
  const { variantId, onHand: onHandChange = 0, reserved: reservedChange = 0, onHandAfter, reservedAfter } = balance;
  const { actor, at: createdAt, orderId = null, reference = null } = facts;
  const reason = typeof facts.reason === 'string' ? facts.reason : facts.reason.words;
  const changes = { onHandChange, reservedChange, onHandAfter, reservedAfter };
  return { variantId, reason, ...changes, actor, orderId, reference, createdAt };
}

/** The variants that sold out or came back by the changes. */
function crossed(entries: readonly LedgerEntry[]): string[] {
  const isCrossed = ({ onHandAfter, reservedAfter, onHandChange, reservedChange }: LedgerEntry) => {
    const after = onHandAfter - reservedAfter;
    return after > 0 !== after - (onHandChange - reservedChange) > 0;
  };
  return entries.filter(isCrossed).map(({ variantId }) => variantId);
}

const insertEntries = preparedInsert((tables) => tables.stockLedger);

const reserve = prepared(
  'reservation',
  ({ variants: { id, reserved } }) => ({ changes: rowsOf({ variantId: id, reserved }) }),
  (tx: Transaction, { changes }) => {
    const { variants } = tx.tables;
    const ids = changes.map(({ variantId }) => variantId);
    return tx
      .update(variants)
      .set({ reserved: sql`${variants.reserved} + ${changeOf(variants.id, 'reserved', changes)}` })
      .where(sql`${variants.id} in ${ids}`);
  },
);

/** The change of one number of a variant. A CASE takes the first match, so a repeated change changes nothing. */
function changeOf<Field extends string>(
  id: SQLWrapper,
  field: Field,
  changes: readonly Readonly<Record<Field | 'variantId', SQL>>[],
): SQL {
  const cases = changes.map((one) => sql`when ${one.variantId} then cast(${one[field]} as integer)`);
  return sql`case ${id} ${sql.join(cases, sql` `)} else 0 end`;
}

/** Guarded by the stock: the answer lacks variants without enough. */
const update = prepared(
  'change of stock',
  ({ variants: { id, onHand, reserved, version } }) => ({
    changes: rowsOf({ variantId: id, onHand, reserved }),
    version: orNull(version),
  }),
  (tx: Transaction, { changes, version }) => {
    const { variants } = tx.tables;
    const change = (field: 'onHand' | 'reserved') => changeOf(variants.id, field, changes);
    const onHand = sql`${variants.onHand} + ${change('onHand')}`;
    const reserved = sql`${variants.reserved} + ${change('reserved')}`;
    const ids = changes.map(({ variantId }) => variantId);
    return tx
      .update(variants)
      .set({
        onHand,
        reserved,
        version: sql`${variants.version} + case when ${change('onHand')} = 0 then 0 else 1 end`,
      })
      .where(
        and(
          tx.lockedInOrder(variants.id, ids),
          sql`${reserved} >= 0`,
          sql`${onHand} >= ${reserved}`,
          eq(variants.version, sql`coalesce(cast(${version} as integer), ${variants.version})`),
        ),
      )
      .returning({ variantId: variants.id, onHandAfter: variants.onHand, reservedAfter: variants.reserved });
  },
);
