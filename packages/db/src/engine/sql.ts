import type { Placeholder, SQL, SQLWrapper } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tables } from '../tables/index.ts';
import type { RowInserts } from './inserted-rows.ts';
import type { PreparedRun, PreparedWrite } from './prepared.ts';

export type Handle = NodePgDatabase<Record<string, never>>;

/** An insert, update or delete that was not awaited. */
export type Write = SQLWrapper & PromiseLike<unknown>;

/** The SQL of a `Reader`, which adds the features of a shop's database. */
export interface SqlReader extends Pick<Handle, 'select' | 'selectDistinct' | '$count'> {
  readonly tables: Tables;
  /**
   * Hides a column from SQLite's choice of an index, so that a condition on it is checked row by row. SQLite cannot
   * estimate how many rows a condition leaves and may sort thousands. Postgres can, and gets the column unchanged.
   */
  checked(column: PgColumn): SQLWrapper;
  /** The condition that `column` is in a list, for which `listOf` gives the placeholder. */
  isOneOf(column: PgColumn, list: Placeholder): SQL;
  /** Runs a query made by `prepared`, which is the function to call instead. */
  runPrepared<Rows, On extends SqlReader>(this: On, run: PreparedRun<Rows, On>): Promise<Rows>;
  /**
   * Index of the `minutes`-long slot that contains the timestamp, counted from `origin`. Usable in GROUP BY. The
   * timestamp must not be before `origin`.
   */
  timeSlot(column: PgColumn, origin: Date, minutes: number): SQL<number>;
}

/** The SQL of a `Transaction`, which adds locks, jobs and notifications. */
export interface SqlTransaction extends SqlReader, RowInserts, Pick<Handle, 'insert' | 'update' | 'delete'> {
  /**
   * Defers a write whose result is not needed until `work` is done. This transaction does not see the write before.
   * Postgres gets all deferred writes and jobs in one statement, which saves a round trip for each.
   */
  defer(write: Write | PreparedWrite): void;
}
