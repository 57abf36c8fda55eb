import { and, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { SqlReader } from '../engine/sql.ts';

/** The changes committed at one moment: those with a number below `next`, except the `open` ones. */
export interface Snapshot {
  readonly next: number;
  readonly open: readonly number[];
}

/**
 * Separates changes committed before a moment from those committed after it. Timestamps cannot, because a change gets
 * its time before others can see it, and the first transaction to begin may commit last.
 */
export interface Snapshots {
  /** The value that a transaction writes into `column` to number its change. */
  change(column: PgColumn): SQL<number>;
  /** A row for FROM with the columns `next` and `open`, which separates its numbers by commas. */
  now(column: PgColumn): SQL;
}

const mostOpen = 30;

/** Takes a snapshot for rows whose changes are numbered in `column`. */
export async function snapshotOf(
  read: SqlReader & { readonly snapshots: Snapshots },
  column: PgColumn,
): Promise<Snapshot> {
  const [now] = await read
    .select({ next: sql`next`.mapWith(Number), open: sql<string>`open` })
    .from(read.snapshots.now(column));
  const { next, open } = now ?? { next: 0, open: '' };
  const numbers = open === '' ? [] : open.split(',').map(Number);
  // Keeps the list short. With more open transactions, all that began after the first one count as open too.
  return numbers.length > mostOpen ? { next: Math.min(...numbers), open: [] } : { next, open: numbers };
}

/** Whether the snapshot includes the last change of a row. */
export function wasCommitted(column: PgColumn, { next, open }: Snapshot): SQL | undefined {
  const isClosed = open.map((number) => sql`${column} <> ${number}`);
  return and(sql`${column} < ${next}`, ...isClosed);
}
