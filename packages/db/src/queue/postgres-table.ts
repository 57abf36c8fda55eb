import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** The workers that are alive. graphile-worker itself gives a dead worker's jobs back only after four hours. */
export const queueWorkers = pgTable('queue_workers', {
  /** graphile-worker's name for the worker, which is also on the jobs that it has taken. */
  id: text('id').primaryKey(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  concurrency: integer('concurrency').notNull(),
  startedAt: timestamp('started_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
  seenAt: timestamp('seen_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
});
