import { sql } from 'drizzle-orm';
import type { Snapshots } from './snapshots.ts';

/** The number of a change is that of its transaction, and a snapshot says which transactions it does not see. */
export const postgresSnapshots: Snapshots = {
  change: () => sql`pg_current_xact_id()::text::bigint`,
  now: () => sql`(
    select pg_snapshot_xmax(seen)::text as next,
      array_to_string(array(select pg_snapshot_xip(seen)::text), ',') as open
    from pg_current_snapshot() as seen
  ) as moment`,
};
