import { Column, is, type Param, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Fields, Params, PlaceholdersOf, RowsToInsert } from './params.ts';

/** Builds the placeholders, with as many for each list of rows as `sizes` says. */
export function placeholdersOf<P extends Params>(params: P, sizes: ReadonlyMap<string, number>): PlaceholdersOf<P> {
  const built = Object.entries(params).map(([name, param]) => {
    if (is(param, Column)) return [name, placeholder(param, name)];
    if (param.kind === 'list') return [name, sql.placeholder(name)];
    if (param.kind === 'inserted rows') return [name, rowsToInsert(name, param.fields)];
    if (param.kind === 'rows') {
      const indexes = [...Array(sizes.get(name) ?? 0).keys()];
      const fields = Object.entries(param.fields);
      const rowAt = (index: number) =>
        fields.map(([field, column]) => [field, placeholder(column, elementName(name, index, field))]);
      return [name, indexes.map((index) => Object.fromEntries(rowAt(index)))];
    }
    return [name, placeholder(param.column, name)];
  });
  // Each entry was built for its kind of parameter, which the compiler cannot follow through `entries`.
  return Object.fromEntries(built) as PlaceholdersOf<P>;
}

/** A placeholder for a value, encoded as `column` encodes its values. */
function placeholder(column: PgColumn, name: string): SQL {
  // Drizzle fills in a placeholder without an encoder faster.
  if (column.mapToDriverValue === Column.prototype.mapToDriverValue) return sql`${sql.placeholder(name)}`;
  // Drizzle skips the encoder for null when it builds a query, but not when it fills in a placeholder.
  const encoder = { mapToDriverValue: (value: unknown) => (value === null ? null : column.mapToDriverValue(value)) };
  return sql`${sql.param(sql.placeholder(name), encoder)}`;
}

function rowsToInsert(name: string, fields: Fields): RowsToInsert {
  const columns = Object.entries(fields);
  const encode = (rows: unknown) => {
    // `ValuesOf` makes the value of the placeholder an array of objects.
    const values = (rows as Readonly<Record<string, unknown>>[]).map((row) =>
      columns.map(([field, column]) => {
        const value = row[field] ?? null;
        return value === null ? null : column.mapToDriverValue(value);
      }),
    );
    return JSON.stringify(values);
  };
  return { fields, json: sql.param<unknown, unknown>(sql.placeholder(name), { mapToDriverValue: encode }) };
}

/** The placeholder of a list, each value encoded as `column` encodes its values, and the list by `encodeList`. */
export function encodedList(
  list: Placeholder,
  column: PgColumn,
  encodeList: (values: unknown[]) => unknown = (values) => values,
): Param {
  // `ValuesOf` makes the value of the placeholder an array.
  const encode = (values: unknown) => encodeList((values as unknown[]).map((value) => column.mapToDriverValue(value)));
  return sql.param<unknown, unknown>(list, { mapToDriverValue: encode });
}

function elementName(list: string, index: number, field: string): string {
  return `${list}[${index}]${field}`;
}

/** A list of rows among the parameters. */
export interface PreparedRows {
  readonly name: string;
  /** Adds a value for each placeholder of the rows to `values`, and returns how many rows they stand for. */
  spread(values: Record<string, unknown>): number;
}

export function rowsIn(params: Params): PreparedRows[] {
  return Object.entries(params).flatMap(([name, param]) =>
    !is(param, Column) && param.kind === 'rows' ? rowsNamed(name, Object.keys(param.fields)) : [],
  );
}

function rowsNamed(name: string, fields: readonly string[]): PreparedRows {
  const places: { placeholder: string; field: string }[][] = [];
  const placesAt = (index: number) =>
    (places[index] ??= fields.map((field) => ({ placeholder: elementName(name, index, field), field })));
  return {
    name,
    spread(values) {
      // `ValuesOf` makes every list of rows an array of objects.
      const rows = values[name] as readonly Record<string, unknown>[];
      const size = paddedSize(rows.length);
      for (let index = 0; index < size; index += 1) {
        const row = rows[Math.min(index, rows.length - 1)];
        for (const { placeholder, field } of placesAt(index)) values[placeholder] = row?.[field] ?? null;
      }
      return size;
    },
  };
}

const paddedSizes = [1, 2, 3, 5, 10, 20, 50, 100];

function paddedSize(length: number): number {
  return paddedSizes.find((size) => size >= length) ?? length;
}
