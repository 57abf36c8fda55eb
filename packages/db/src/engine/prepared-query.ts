import { type DriverValueEncoder, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { SqlReader } from './sql.ts';

/** The part of drizzle's query builders that prepared queries need. */
export interface Preparable<Rows> {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Rows> };
}

/** A name and a builder, which runs once for each connection. */
export interface PreparedQuery<Rows, On extends SqlReader = SqlReader> {
  readonly name: string;
  build(on: On): Preparable<Rows>;
}

/**
 * Prepares a frequent query, because building its SQL on each call would cost more than running it. The SQL is built
 * once for each connection; `param` marks the values that differ.
 *
 * @param name the name of the prepared statement in Postgres
 * @example
 * const findUser = preparedQuery('user', (read: Reader) =>
 *   read.select().from(read.tables.users).where(eq(read.tables.users.id, param(read.tables.users.id, 'id'))));
 * const [user] = await findUser(db.read, { id });
 */
export function preparedQuery<Rows, On extends SqlReader = SqlReader>(
  name: string,
  build: (on: On) => Preparable<Rows>,
): (on: On, values: Record<string, unknown>) => Promise<Rows> {
  const query: PreparedQuery<Rows, On> = { name, build };
  return (on, values) => on.runPrepared(query, values);
}

/** Prepares one query for each `count`, such as the number of ids in a list. */
export function preparedQueries<Rows, On extends SqlReader = SqlReader>(
  name: string,
  build: (on: On, count: number) => Preparable<Rows>,
): (on: On, count: number, values: Record<string, unknown>) => Promise<Rows> {
  const queries = new Map<number, PreparedQuery<Rows, On>>();
  return (on, count, values) => {
    const known = queries.get(count);
    if (known) return on.runPrepared(known, values);
    const query: PreparedQuery<Rows, On> = { name: `${name} ${count}`, build: (other) => build(other, count) };
    queries.set(count, query);
    return on.runPrepared(query, values);
  };
}

/** A value that is supplied when the query runs, encoded as `column` encodes its values. */
export function param(column: DriverValueEncoder<unknown, unknown>, name: string): SQL {
  // Drizzle skips the encoder for null when it builds a query, but not when it fills in a placeholder.
  const encoder = { mapToDriverValue: (value: unknown) => (value === null ? null : column.mapToDriverValue(value)) };
  return sql`${sql.param(sql.placeholder(name), encoder)}`;
}

/** Lists of ids are padded to these sizes, so that few prepared queries serve all lengths. */
const sizes = [1, 2, 3, 5, 10, 20, 50, 100];

/** The number of placeholders for a list of `count` ids. */
export function paramCount(count: number): number {
  return sizes.find((size) => size >= count) ?? count;
}

/** Placeholders for `count` ids, for `inArray`. */
export function idParams(count: number): Placeholder[] {
  return Array.from({ length: count }, (_, index) => sql.placeholder(`id${index}`));
}

/** The values for `idParams`. The last id fills the remaining placeholders. */
export function idValues(ids: readonly string[], places: number): Record<string, string> {
  const last = ids.at(-1) ?? '';
  return Object.fromEntries(Array.from({ length: places }, (_, index) => [`id${index}`, ids[index] ?? last]));
}
