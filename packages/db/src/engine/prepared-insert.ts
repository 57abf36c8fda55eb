import { getTableColumns } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Tables } from '../tables/index.ts';
import { insertedRowsOf } from './params.ts';
import { type PreparedWrite, prepared } from './prepared.ts';
import type { SqlTransaction } from './sql.ts';

/**
 * Prepares inserts of whole rows, for `tx.defer`. The rows of one insert must have the same fields. The statement takes
 * its columns from the rows, because a second list of them could miss one, whose values would then be lost.
 *
 * @example
 * const insertLines = preparedInsert((tables) => tables.orderLines);
 * tx.defer(insertLines(lines));
 */
export function preparedInsert<Table extends PgTable>(
  of: (tables: Tables) => Table,
): (rows: readonly Table['$inferInsert'][]) => PreparedWrite {
  const known = new Map<string, ReturnType<typeof insertWith>>();
  return (rows) => {
    const first: Record<string, unknown> = rows[0] ?? {};
    const fields = Object.keys(first).filter((field) => first[field] !== undefined);
    const key = fields.join();
    const insert = known.get(key) ?? insertWith(of, fields);
    known.set(key, insert);
    return insert({ rows });
  };
}

function insertWith(of: (tables: Tables) => PgTable, fields: readonly string[]) {
  return prepared(
    `insert of ${fields.join()}`,
    (tables) => {
      const columns = Object.entries(getTableColumns(of(tables))).filter(([field]) => fields.includes(field));
      return { rows: insertedRowsOf(Object.fromEntries(columns)) };
    },
    (tx: SqlTransaction, { rows }) => tx.insertRows(of(tx.tables), rows),
  );
}
