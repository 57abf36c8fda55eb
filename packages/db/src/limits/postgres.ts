import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** The table of rate-limiter-flexible, in the form that the library demands. On SQLite the process counts in memory. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull(),
  expire: bigint('expire', { mode: 'number' }),
});
