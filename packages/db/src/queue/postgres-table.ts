import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** The living workers, because graphile-worker frees a dead worker's jobs only after four hours. */
export const queueWorkers = pgTable('queue_workers', {
  /** graphile-worker's name for the worker, which its locked jobs carry too. */
  id: text('id').primaryKey(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  concurrency: integer('concurrency').notNull(),
  startedAt: timestamp('started_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
  seenAt: timestamp('seen_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
});
