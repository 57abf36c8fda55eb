export type { Database, Reader, Transaction } from './engine/database.ts';
export { DatabaseUnavailable, driverError, isLockTimeout, isUnavailable, violatedUnique } from './engine/errors.ts';
export { openDatabase } from './engine/open.ts';
export type { DatabaseOptions } from './engine/options.ts';
export type { RateLimit, RateLimiter } from './limits/limiter.ts';
export type { JobRun, QueuedJob, Queue, Runner, RunnerOptions, RunJob } from './queue/queue.ts';
export type { Tables } from './tables/index.ts';
