import { inArray, is, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { PgColumn } from 'drizzle-orm/pg-core';

/**
 * The condition that `column` is one of what a query finds, to be looked up along an index that begins with it. Postgres
 * would rather join, for which it reads both tables; given what was found as an array it walks the index once.
 *
 * @example
 * const placed = read.select({ id: orders.id }).from(orders).where(gt(orders.createdAt, yesterday));
 * await read.select().from(orderLines).where(isAmong(orderLines.orderId, placed));
 */
export function isAmong(column: PgColumn, found: SQLWrapper): SQL {
  return is(column, PgColumn) ? sql`${column} = any(array${found})` : inArray(column, found);
}

/**
 * What to group many rows by that `isAmong` found. Postgres takes them for a handful and would sort them all, on disk,
 * where a table of sums in memory does. On Postgres there is one row more, of all of them, whose `column` is null.
 */
export function inNoOrder(column: PgColumn): SQL {
  return is(column, PgColumn) ? sql`grouping sets ((${column}), ())` : sql`${column}`;
}
