import { type Column, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { RowsToInsert } from './params.ts';
import type { Preparable } from './prepared.ts';
import type { Handle } from './sql.ts';

/** The part of a transaction that inserts rows of one parameter. */
export interface RowInserts {
  /**
   * Selects the rows of an insert, for which `insertedRowsOf` gives the parameter. Columns that the rows lack get their
   * defaults.
   *
   * @example
   * tx.insert(categories).select(tx.insertedRows(categories, rows)).onConflictDoNothing()
   */
  insertedRows(table: PgTable, rows: RowsToInsert): SQL;
  /** Inserts rows into a table whose key the database may count up. Only for `defer`. */
  insertRows(table: PgTable, rows: RowsToInsert): Preparable<unknown>;
}

export function postgresRowInserts(): RowInserts {
  const from = (rows: RowsToInsert) => sql`from jsonb_array_elements(${rows.json}::jsonb) as rows(row)`;
  const value = (index: number, column: Column) => cast(sql`row ->> ${sql.raw(`${index}`)}`, column);
  return {
    insertedRows: (table, rows) => sql`select ${list(valuesOf(table, rows, value))} ${from(rows)}`,
    insertRows(table, rows) {
      // Names the columns, because Postgres refuses any value for a key that it counts up.
      const columns = Object.entries(getTableColumns(table)).filter(([field]) => field in rows.fields);
      const names = columns.map(([, { name }]) => sql`${sql.identifier(name)}`);
      const values = valuesOf(table, rows, value, columns);
      return {
        getSQL: () => sql`insert into ${table} (${list(names)}) select ${list(values)} ${from(rows)}`,
        prepare() {
          throw new Error('Rows are inserted with the commit, by `defer`.');
        },
      };
    },
  };
}

export function sqliteRowInserts(handle: Handle): RowInserts {
  const value = (index: number) => sql`json_extract(value, ${sql.raw(`'$[${index}]'`)})`;
  // SQLite needs the condition to tell a conflict clause from a join.
  const insertedRows = (table: PgTable, rows: RowsToInsert) =>
    sql`select ${list(valuesOf(table, rows, value))} from json_each(${rows.json}) where true`;
  return {
    insertedRows,
    insertRows: (table, rows) => handle.insert(table).select(insertedRows(table, rows)),
  };
}

/** The values of the columns of a row, in the order of the columns. Columns that the rows lack get their defaults. */
function valuesOf(
  table: PgTable,
  { fields }: RowsToInsert,
  valueAt: (index: number, column: Column) => SQL,
  columns: readonly [string, Column][] = Object.entries(getTableColumns(table)),
): SQL[] {
  const given = Object.keys(fields);
  return columns.map(([field, column]) => {
    const index = given.indexOf(field);
    return index >= 0 ? valueAt(index, column) : defaultOf(column);
  });
}

function defaultOf(column: Column): SQL {
  return column.default === undefined ? sql`null` : cast(sql`${sql.param(column.default, column)}`, column);
}

function cast(value: SQL, column: Column): SQL {
  // The type of a text column names its collation, which a cast does not take.
  const [type = ''] = column.getSQLType().split(' collate');
  return sql`cast(${value} as ${sql.raw(type)})`;
}

function list(parts: readonly SQL[]): SQL {
  return sql.join([...parts], sql`, `);
}
