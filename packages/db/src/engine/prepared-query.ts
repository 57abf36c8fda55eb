import { type DriverValueEncoder, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Reader } from './database.ts';

/** A query of drizzle's, of which this much is needed. */
export interface Preparable<Rows> {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Rows> };
}

/** How a query is made that is built once for each connection. */
export interface PreparedQuery<Rows, On extends Reader = Reader> {
  readonly name: string;
  build(on: On): Preparable<Rows>;
}

/**
 * A query that is asked so often that building its SQL anew each time would cost more than its answer. It is built
 * once for each connection; what differs from one time to the next is `given`.
 *
 * @param name what Postgres knows it as
 * @example
 * const findUser = hotQuery('user', (read: Reader) =>
 *   read.select().from(read.tables.users).where(eq(read.tables.users.id, given(read.tables.users.id, 'id'))));
 * const [user] = await findUser(db.read, { id });
 */
export function preparedQuery<Rows, On extends Reader = Reader>(
  name: string,
  build: (on: On) => Preparable<Rows>,
): (on: On, values: Record<string, unknown>) => Promise<Rows> {
  const query: PreparedQuery<Rows, On> = { name, build };
  return (on, values) => on.runPrepared(query, values);
}

/** Prepared queries that differ in a number, such as how many ids they take. */
export function preparedQueries<Rows, On extends Reader = Reader>(
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

/** A value that comes when the query runs, written as `column` writes its own. */
export function param(column: DriverValueEncoder<unknown, unknown>, name: string): SQL {
  // Drizzle keeps null from an encoder where it builds a query, and not where it fills one in.
  const encoder = { mapToDriverValue: (value: unknown) => (value === null ? null : column.mapToDriverValue(value)) };
  return sql`${sql.param(sql.placeholder(name), encoder)}`;
}

/** The sizes that lists of ids are filled up to, so that few queries serve all of them. */
const sizes = [1, 2, 3, 5, 10, 20, 50, 100];

/** How many places a list of `count` ids takes. */
export function paramCount(count: number): number {
  return sizes.find((size) => size >= count) ?? count;
}

/** `count` places for ids, for `inArray`. */
export function idParams(count: number): Placeholder[] {
  return Array.from({ length: count }, (_, index) => sql.placeholder(`id${index}`));
}

/** The values for `givenIds`: the last id fills the places that are left. */
export function idValues(ids: readonly string[], places: number): Record<string, string> {
  const last = ids.at(-1) ?? '';
  return Object.fromEntries(Array.from({ length: places }, (_, index) => [`id${index}`, ids[index] ?? last]));
}
