import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@cartwright/db';
import { type SQL, sql } from 'drizzle-orm';

/** Resolves when `count` connections to this Postgres database wait for a lock. */
export function blocked(db: Database, count = 1): Promise<void> {
  return waiting(db, sql`wait_event_type = 'Lock'`, count);
}

/** Resolves when a connection to the database runs `pg_sleep`, as in a test's trigger. */
export function asleep(db: Database): Promise<void> {
  return waiting(db, sql`wait_event = 'PgSleep'`, 1);
}

async function waiting({ read }: Database, isWaiting: SQL, count: number): Promise<void> {
  for (let found = 0; found < count; await sleep(20)) {
    const [row] = await read
      .select({ found: sql<number>`count(*)::int` })
      .from(sql`pg_stat_activity`)
      .where(sql`datname = current_database() and ${isWaiting}`);
    found = row?.found ?? 0;
  }
}
