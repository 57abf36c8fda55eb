import type { Placeholder, SQL, SQLWrapper } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tables } from '../tables/index.ts';
import type { PreparedQuery } from './prepared-query.ts';
import type { PreparedWrite } from './prepared-write.ts';

export type Handle = NodePgDatabase<Record<string, never>>;

/** An insert, update or delete that was not awaited. */
export type Write = SQLWrapper & PromiseLike<unknown>;

/** A select that can lock rows. */
export interface Lockable {
  for(strength: 'no key update', config: { of: PgTable }): unknown;
}

/** The SQL of a `Reader`, which adds the features of a shop's database. */
export interface SqlReader extends Pick<Handle, 'select' | 'selectDistinct' | '$count'> {
  readonly tables: Tables;
  /**
   * Hides a column from SQLite's choice of an index, so that a condition on it is checked row by row. SQLite cannot
   * estimate how many rows a condition leaves and may sort thousands. Postgres can, and gets the column unchanged.
   */
  checked(column: PgColumn): SQLWrapper;
  /**
   * The condition that `column` is in the list of values named `name`, for prepared queries. One statement serves lists
   * of every length.
   */
  isOneOf(column: PgColumn, name: string): SQL;
  /** Runs a `preparedQuery`, which is the function to call instead. */
  runPrepared<Rows, On extends SqlReader>(
    this: On,
    query: PreparedQuery<Rows, On>,
    values: Record<string, unknown>,
  ): Promise<Rows>;
  /**
   * Index of the `minutes`-long slot that contains the timestamp, counted from `origin`. Usable in GROUP BY. The
   * timestamp must not be before `origin`.
   */
  timeSlot(column: PgColumn, origin: Date, minutes: number): SQL<number>;
}

/** The SQL of a `Transaction`, which adds jobs and notifications. */
export interface SqlTransaction extends SqlReader, Pick<Handle, 'insert' | 'update' | 'delete'> {
  /**
   * Makes a query lock the rows of `table` that it reads, until the end of the transaction. It locks in the order of the
   * query, so sort by id, and reads each row as its last owner left it. SQLite has one writer and needs no lock.
   */
  locking<Query extends Lockable>(query: Query, table: PgTable): Query;
  /** Whether other transactions run beside this one, so that a row must be locked before it is read for a decision. */
  readonly hasRowLocks: boolean;
  /**
   * The condition that `id` is one of `ids`, for an update of several rows. Locks the rows in the order of their ids,
   * so that two transactions that update the same rows cannot deadlock.
   */
  lockedInOrder(id: PgColumn, ids: readonly (string | Placeholder)[]): SQL;
  /**
   * Defers a write whose result is not needed until `work` is done. This transaction does not see the write before.
   * Postgres gets all deferred writes and jobs in one statement, which saves a round trip for each.
   */
  defer(write: Write | PreparedWrite): void;
}
