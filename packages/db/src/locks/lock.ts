import { getTableColumns, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Handle } from '../engine/sql.ts';
import type { Columns, Locks, RowOf } from './locks.ts';

/** Makes `lock` of the `locking` of a database. */
export function lockWith(handle: Handle, locking: Locks['locking']): Locks['lock'] {
  return async <Chosen extends Columns>(table: PgTable, where: SQL | undefined, columns?: Chosen) => {
    const all = getTableColumns(table);
    const ids = Object.values(all).filter(({ primary }) => primary);
    const query = handle
      .select(columns ?? all)
      .from(table)
      .where(where)
      .orderBy(...ids);
    // The type of the columns is lost where they may be all of the table's.
    return (await locking(query, table)) as RowOf<Chosen>[];
  };
}
