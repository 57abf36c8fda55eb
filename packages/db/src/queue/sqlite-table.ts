import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Jobs on SQLite. On Postgres graphile-worker keeps its own tables. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    payload: text('payload').notNull(),
    key: text('key'),
    priority: integer('priority').notNull().default(0),
    runAt: integer('run_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    maxAttempts: integer('max_attempts').notNull(),
    /** The time until which a silent worker keeps the job. */
    lockedUntil: integer('locked_until'),
    lastError: text('last_error'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('jobs_key_unique').on(t.key),
    index('jobs_due').on(t.priority, t.runAt, t.id),
    check('jobs_attempts', sql`${t.attempts} >= 0 and ${t.maxAttempts} >= 1`),
  ],
);

/** The last minute since 1970 for which each schedule has added its job. */
export const jobSchedules = sqliteTable('job_schedules', {
  job: text('job').primaryKey(),
  lastMinute: integer('last_minute').notNull(),
});

/** The living workers. */
export const queueWorkers = sqliteTable('queue_workers', {
  id: text('id').primaryKey(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  concurrency: integer('concurrency').notNull(),
  startedAt: integer('started_at').notNull(),
  seenAt: integer('seen_at').notNull(),
});
