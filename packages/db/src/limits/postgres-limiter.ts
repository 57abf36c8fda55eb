import type pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { type RateLimit, type RateLimiter, rateLimiter } from './limiter.ts';

/** Counts in the table `rate_limits`, which all processes share. */
export function postgresLimiter(pool: pg.Pool, { name, points, seconds }: RateLimit): RateLimiter {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: seconds,
  });
  const takeBack = 'update rate_limits set points = points - 1 where key = $1 and points > 0 and expire <= $2';
  return rateLimiter(limiter, (key, end) => pool.query(takeBack, [limiter.getKey(key), end]));
}
