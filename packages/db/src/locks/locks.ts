import type { GetColumnData, SQL, SQLWrapper } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** A select that can lock rows. */
export interface Lockable {
  for(strength: 'no key update', config: { of: PgTable }): unknown;
}

export type Columns = Record<string, PgColumn>;

export type RowOf<Chosen extends Columns> = { [Field in keyof Chosen]: GetColumnData<Chosen[Field]> };

/** The locks of a transaction. They last until it ends. On SQLite a transaction is alone with the database anyway. */
export interface Locks {
  /**
   * Locks the rows of `table` that meet `where`, in the order of their primary keys, and reads them as they are then.
   * Other transactions wait before they lock, change or delete these rows. Reading them, and inserting rows that refer
   * to them, stays possible.
   *
   * @param columns the columns to read; all if left out
   * @example
   * const [order] = await tx.lock(orders, eq(orders.id, id));
   */
  lock<Table extends PgTable, Chosen extends Columns = Table['_']['columns']>(
    table: Table,
    where: SQL | undefined,
    columns?: Chosen,
  ): Promise<RowOf<Chosen>[]>;
  /**
   * Makes a query lock the rows of `table` that it reads, for what `lock` cannot express, such as a join or a prepared
   * query. It locks in the order of the query, so sort by id.
   */
  locking<Query extends Lockable>(query: Query, table: PgTable): Query;
  /** Whether other transactions run beside this one, so that a row must be locked before it is read for a decision. */
  readonly hasRowLocks: boolean;
  /**
   * Locks a name, for what no existing row stands for, such as a limit on the number of rows. Other transactions that
   * lock the same name wait.
   *
   * @example
   * await tx.lockName('products.import');
   */
  lockName(name: string): Promise<void>;
  /**
   * The condition that `id` is one of `ids`, for an update of several rows. Locks the rows in the order of their ids,
   * so that two transactions that update the same rows cannot deadlock.
   */
  lockedInOrder(id: PgColumn, ids: readonly (string | SQLWrapper)[]): SQL;
}
