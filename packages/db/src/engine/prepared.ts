import type { SQLWrapper } from 'drizzle-orm';
import type { Tables } from '../tables/index.ts';
import type { Params, PlaceholdersOf, ValuesOf } from './params.ts';
import { type PreparedRows, placeholdersOf, rowsIn } from './placeholders.ts';
import type { SqlReader, SqlTransaction, Write } from './sql.ts';

/** The part of drizzle's query builders that prepared queries need. */
export interface Preparable<Rows> extends SQLWrapper {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Rows> };
}

/** A statement that is built once for each connection. */
export interface PreparedStatement<Rows, On extends SqlReader> {
  /** The name of the prepared statement in Postgres. */
  readonly name: string;
  build(on: On): Preparable<Rows>;
}

/** A prepared statement with the values of its placeholders. */
export interface PreparedRun<Rows, On extends SqlReader> {
  readonly statement: PreparedStatement<Rows, On>;
  readonly values: Readonly<Record<string, unknown>>;
}

export function isPreparedRun(
  write: Write | PreparedRun<unknown, SqlTransaction>,
): write is PreparedRun<unknown, SqlTransaction> {
  return 'statement' in write;
}

/** A prepared write with its values, for `tx.defer`. */
export interface PreparedWrite<On extends SqlReader = SqlTransaction> {
  onTables(tables: Tables): PreparedRun<unknown, On>;
}

export interface Prepared<P extends Params, Rows, On extends SqlReader> {
  /** Runs the query at once. */
  (on: On, values: ValuesOf<P>): Promise<Rows>;
  /** Returns the write for `tx.defer`. Only queries of a `Transaction` can be deferred. */
  (values: On extends SqlTransaction ? ValuesOf<P> : never): PreparedWrite<On>;
}

/**
 * Prepares a frequent query, because building its SQL on each call would cost more than running it. The SQL is built
 * once for each connection. Runs at once and returns rows, or is deferred to the end of its transaction.
 *
 * @param name unique, because it names the prepared statement in Postgres
 * @param params the columns whose values differ between calls. `listOf` and `rowsOf` take lists, and `orNull` a value
 *   or null.
 * @param build builds the query with placeholders in place of the values
 * @example
 * const rename = prepared(
 *   'rename',
 *   ({ users }) => ({ id: users.id, name: users.name }),
 *   (tx: Transaction, { id, name }) => tx.update(tx.tables.users).set({ name }).where(eq(tx.tables.users.id, id)),
 * );
 * await rename(tx, { id, name: 'Ada' });
 * tx.defer(rename({ id, name: 'Ada' }));
 */
export function prepared<P extends Params, Rows, On extends SqlReader = SqlReader>(
  name: string,
  params: (tables: Tables) => P,
  build: (on: On, placeholders: PlaceholdersOf<P>) => Preparable<Rows>,
): Prepared<P, Rows, On> {
  const statements = new Map<string, PreparedStatement<Rows, On>>();
  let rows: readonly PreparedRows[] | undefined;
  const withoutRows: PreparedStatement<Rows, On> = {
    name,
    build: (on) => build(on, placeholdersOf(params(on.tables), new Map())),
  };

  function statementFor(sizes: ReadonlyMap<string, number>): PreparedStatement<Rows, On> {
    const key = [...sizes.values()].join(' ');
    const known = statements.get(key);
    if (known) return known;
    const statement: PreparedStatement<Rows, On> = {
      name: `${name} ${key}`,
      build: (on) => build(on, placeholdersOf(params(on.tables), sizes)),
    };
    statements.set(key, statement);
    return statement;
  }

  function runOf(tables: Tables, given: ValuesOf<P>): PreparedRun<Rows, On> {
    // The tables of all databases have the same columns.
    rows ??= rowsIn(params(tables));
    if (rows.length === 0) return { statement: withoutRows, values: given };
    // V8 adds fields to a copy that was made by spreading several times more slowly.
    const values: Record<string, unknown> = Object.assign({}, given);
    const sizes = new Map(rows.map(({ name: list, spread }) => [list, spread(values)]));
    return { statement: statementFor(sizes), values };
  }

  function call(on: On, values: ValuesOf<P>): Promise<Rows>;
  function call(values: On extends SqlTransaction ? ValuesOf<P> : never): PreparedWrite<On>;
  function call(
    ...args: [On, ValuesOf<P>] | [On extends SqlTransaction ? ValuesOf<P> : never]
  ): Promise<Rows> | PreparedWrite<On> {
    if (args.length === 1) return { onTables: (tables: Tables) => runOf(tables, args[0]) };
    const [on, values] = args;
    return on.runPrepared(runOf(on.tables, values));
  }
  return call;
}
