import { getTableColumns } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Tables } from '../tables/index.ts';
import { type Preparable, param } from './prepared-query.ts';
import type { SqlTransaction, Write } from './sql.ts';

type BuiltWrite = Write & Preparable<unknown>;

/** A prepared write with the values of one execution, for `tx.defer`. */
export interface PreparedWrite {
  readonly query: { readonly name: string; build(tx: SqlTransaction): BuiltWrite };
  readonly values: Record<string, unknown>;
}

export function isPrepared(write: Write | PreparedWrite): write is PreparedWrite {
  return 'query' in write;
}

/**
 * Prepares a frequent write, because building its SQL on each call would cost more than running it.
 *
 * @example
 * const rename = preparedWrite('rename', (tx) =>
 *   tx.update(tx.tables.users).set({ name: param(tx.tables.users.name, 'name') })
 *     .where(eq(tx.tables.users.id, param(tx.tables.users.id, 'id'))));
 * tx.defer(rename({ id, name: 'Ada' }));
 */
export function preparedWrite(
  name: string,
  build: (tx: SqlTransaction) => BuiltWrite,
): (values: Record<string, unknown>) => PreparedWrite {
  const query = { name, build };
  return (values) => ({ query, values });
}

/** Prepares one write for each `count`, such as the number of rows that it writes. */
export function preparedWrites(
  name: string,
  build: (tx: SqlTransaction, count: number) => BuiltWrite,
): (count: number, values: Record<string, unknown>) => PreparedWrite {
  const queries = new Map<number, PreparedWrite['query']>();
  return (count, values) => {
    const query = queries.get(count) ?? { name: `${name} ${count}`, build: (tx: SqlTransaction) => build(tx, count) };
    queries.set(count, query);
    return { query, values };
  };
}

/**
 * Prepares inserts of whole rows, for `tx.defer`. The rows of one insert must have the same fields.
 *
 * @example
 * const insertLines = preparedInsert((tables) => tables.orderLines);
 * tx.defer(insertLines(lines));
 */
export function preparedInsert<Table extends PgTable>(
  of: (tables: Tables) => Table,
): (rows: readonly Table['$inferInsert'][]) => PreparedWrite {
  const shapes = new Map<string, Shape>();
  return (rows) => {
    const fields = Object.entries(rows[0] ?? {}).flatMap(([field, value]) => (value === undefined ? [] : field));
    const name = `${rows.length} ${fields.join()}`;
    let shape = shapes.get(name);
    if (!shape) {
      const places = rows.map((_, index) => fields.map((field) => `${field}${index}`));
      const build = (tx: SqlTransaction) => insertOf(tx, of(tx.tables), rows.length, fields);
      shapes.set(name, (shape = { query: { name, build }, fields, places }));
    }
    return { query: shape.query, values: valuesOf(rows, shape) };
  };
}

/** An insert for one number of rows with the same fields. `places` names the value of each field of each row. */
interface Shape {
  readonly query: PreparedWrite['query'];
  readonly fields: readonly string[];
  readonly places: readonly (readonly string[])[];
}

function valuesOf(rows: readonly Record<string, unknown>[], { fields, places }: Shape): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  rows.forEach((row, index) => {
    const names = places[index] ?? [];
    fields.forEach((field, at) => {
      values[names[at] ?? ''] = row[field] ?? null;
    });
  });
  return values;
}

function insertOf(tx: SqlTransaction, table: PgTable, count: number, fields: readonly string[]): BuiltWrite {
  const columns = Object.entries(getTableColumns(table)).filter(([field]) => fields.includes(field));
  const rows = Array.from({ length: count }, (_, index) =>
    Object.fromEntries(columns.map(([field, column]) => [field, param(column, `${field}${index}`)])),
  );
  return tx.insert(table).values(rows);
}
