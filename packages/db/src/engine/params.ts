import type { GetColumnData, Param, Placeholder, SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** The parameters of a prepared query, by name. */
export type Params = Readonly<
  Record<string, PgColumn | OrNull<PgColumn> | List<PgColumn> | Rows<Fields> | InsertedRows<Fields>>
>;

export type Fields = Readonly<Record<string, PgColumn>>;

/** The values that the caller passes. Each has the type of its column. */
export type ValuesOf<P extends Params> = { readonly [Name in keyof P]: ValueOf<P[Name]> };

type ValueOf<P> = P extends PgColumn
  ? GetColumnData<P>
  : P extends OrNull<infer C>
    ? GetColumnData<C> | null
    : P extends List<infer C>
      ? readonly GetColumnData<C>[]
      : P extends Rows<infer F> | InsertedRows<infer F>
        ? readonly { readonly [Field in keyof F]: GetColumnData<F[Field]> }[]
        : never;

/** The placeholders that the builder gets. */
export type PlaceholdersOf<P extends Params> = {
  readonly [Name in keyof P]: P[Name] extends Rows<infer F>
    ? readonly { readonly [Field in keyof F]: SQL }[]
    : P[Name] extends InsertedRows<Fields>
      ? RowsToInsert
      : P[Name] extends List<PgColumn>
        ? Placeholder
        : SQL;
};

interface OrNull<C extends PgColumn> {
  readonly kind: 'value or null';
  readonly column: C;
}

interface List<C extends PgColumn> {
  readonly kind: 'list';
  readonly column: C;
}

interface Rows<F extends Fields> {
  readonly kind: 'rows';
  readonly fields: F;
}

interface InsertedRows<F extends Fields> {
  readonly kind: 'inserted rows';
  readonly fields: F;
}

/** Rows that travel as one parameter, for `insertedRows` of a transaction. */
export interface RowsToInsert {
  readonly fields: Fields;
  /** A list of rows as JSON. Each row is a list of values, in the order of `fields`. */
  readonly json: Param;
}

/** A parameter that may be null although its column may not. */
export function orNull<C extends PgColumn>(column: C): OrNull<C> {
  return { kind: 'value or null', column };
}

/**
 * A list of values of `column`. The builder gets a placeholder for `isOneOf`. One statement serves lists of every
 * length. An empty list matches nothing.
 */
export function listOf<C extends PgColumn>(column: C): List<C> {
  return { kind: 'list', column };
}

/**
 * A list of rows with these fields. The builder gets an array with the placeholders of each row. Lists are padded with
 * their last row to a few sizes, so that few statements serve all lengths. A repeated row must change nothing.
 */
export function rowsOf<F extends Fields>(fields: F): Rows<F> {
  return { kind: 'rows', fields };
}

/**
 * A list of rows to insert. The builder gets the rows for `insertedRows`. They travel as one parameter, so that one
 * statement serves lists of every length.
 */
export function insertedRowsOf<F extends Fields>(fields: F): InsertedRows<F> {
  return { kind: 'inserted rows', fields };
}
