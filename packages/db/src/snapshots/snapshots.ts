import { and, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Reader } from '../engine/database.ts';

/** What was committed at one moment: every change with a number below `next`, but those that were still `open`. */
export interface Snapshot {
  readonly next: number;
  readonly open: readonly number[];
}

/**
 * Tells changes that were committed before a moment from those that were committed after it, as each dialect says it. Times
 * cannot: a change has its time before others can see it, and who began first may commit last.
 */
export interface Snapshots {
  /** What a transaction writes into `column` of a row, to give its change a number. */
  change(column: PgColumn): SQL<number>;
  /** One row, to stand behind FROM: `next`, and `open` with commas between its numbers. */
  now(column: PgColumn): SQL;
}

const mostOpen = 30;

/** This moment, for rows whose changes have their numbers in `column`. */
export async function snapshotOf(read: Reader, column: PgColumn): Promise<Snapshot> {
  const [now] = await read
    .select({ next: sql`next`.mapWith(Number), open: sql<string>`open` })
    .from(read.snapshots.now(column));
  const { next, open } = now ?? { next: 0, open: '' };
  const numbers = open === '' ? [] : open.split(',').map(Number);
  // Few enough to be handed on. With more than that, who began after the first of them counts as open too.
  return numbers.length > mostOpen ? { next: Math.min(...numbers), open: [] } : { next, open: numbers };
}

/** Whether the last change of a row was committed at that moment. */
export function wasCommitted(column: PgColumn, { next, open }: Snapshot): SQL | undefined {
  const isClosed = open.map((number) => sql`${column} <> ${number}`);
  return and(sql`${column} < ${next}`, ...isClosed);
}
