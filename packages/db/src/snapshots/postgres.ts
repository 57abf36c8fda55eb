import { sql } from 'drizzle-orm';
import type { Snapshots } from './snapshots.ts';

/** Numbers a change by its transaction, because a Postgres snapshot lists the transactions that it does not see. */
export const postgresSnapshots: Snapshots = {
  change: () => sql`pg_current_xact_id()::text::bigint`,
  now: () => sql`(
    select pg_snapshot_xmax(seen)::text as next,
      array_to_string(array(select pg_snapshot_xip(seen)::text), ',') as open
    from pg_current_snapshot() as seen
  ) as moment`,
};
