import { sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Snapshots } from './snapshots.ts';

/** Writers run one after another, so numbers follow the order of the commits. */
export const sqliteSnapshots: Snapshots = {
  change: (column) => next(column),
  now: (column) => sql`(select ${next(column)} as next, '' as open) as moment`,
};

function next(column: PgColumn) {
  return sql<number>`(select coalesce(max(${sql.identifier(column.name)}), 0) + 1 from ${column.table})`;
}
