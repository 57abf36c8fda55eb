import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@cartwright/db';
import { sql } from 'drizzle-orm';

/** Resolves when `count` connections to this database, which is Postgres, wait for what another one holds. */
export async function blocked({ read }: Database, count = 1): Promise<void> {
  for (let waiting = 0; waiting < count; await sleep(20)) {
    const [row] = await read
      .select({ waiting: sql<number>`count(*)::int` })
      .from(sql`pg_stat_activity`)
      .where(sql`datname = current_database() and wait_event_type = 'Lock'`);
    waiting = row?.waiting ?? 0;
  }
}
