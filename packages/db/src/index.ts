export type { Database, Reader, Transaction } from './database.ts';
export { type DatabaseAddress, parseDatabaseUrl, WrongAddress } from './engine/address.ts';
export {
  DatabaseUnavailable,
  driverError,
  isDatabaseAway,
  isInvalidValue,
  isLockTimeout,
  isUnavailable,
  violatedUnique,
  violatesReference,
} from './engine/errors.ts';
export { type DatabaseOptions, databaseTimes } from './engine/options.ts';
export { insertedRowsOf, listOf, orNull, rowsOf } from './engine/params.ts';
export { type PreparedWrite, prepared } from './engine/prepared.ts';
export { preparedInsert } from './engine/prepared-insert.ts';
export { refuseNesting } from './engine/scope.ts';
export type { Write } from './engine/sql.ts';
export type { CountedUse, RateLimit, RateLimiter } from './limits/limiter.ts';
export type { DatabaseFacts, MigrationProgress } from './migrate/facts.ts';
export type { Listening, Notification, NotificationListener } from './notifications/notifications.ts';
export { openDatabase } from './open.ts';
export type { Probe, Vitals } from './probe/probe.ts';
export {
  backOffSeconds,
  type JobFilter,
  type JobRun,
  type JobState,
  jobStates,
  mostWorkers,
  type Queue,
  type QueuedJob,
  type QueueStats,
  type RunJob,
  type Runner,
  type RunnerOptions,
  type StoredJob,
} from './queue/queue.ts';
export { nextRun, type Schedule } from './queue/schedules.ts';
export type { Chosen, SearchField, SearchGroup, SearchQuery, SearchTerm, TextSearch } from './search/text-search.ts';
export { type Snapshot, snapshotOf, wasCommitted } from './snapshots/snapshots.ts';
export type { Tables } from './tables/index.ts';
export type { End, Tail } from './tail/tail.ts';
