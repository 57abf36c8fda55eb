export { type DatabaseAddress, parseDatabaseUrl, WrongAddress } from './engine/address.ts';
export type { Database, DatabaseFacts, MigrationProgress, Reader, Transaction, Write } from './engine/database.ts';
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
export { given, givenIds, hotQueries, hotQuery, idValues, placesFor } from './engine/hot-query.ts';
export { type HotWrite, hotInsert, hotWrite } from './engine/hot-write.ts';
export { openDatabase } from './engine/open.ts';
export { type DatabaseOptions, databaseTimes } from './engine/options.ts';
export type { Probe, Vitals } from './engine/probe.ts';
export type { CountedUse, RateLimit, RateLimiter } from './limits/limiter.ts';
export { type Moment, momentOf, wasCommitted } from './moments/moments.ts';
export type { Listening, Notice, NoticeListener } from './notices/notices.ts';
export {
  backOffSeconds,
  type JobFilter,
  type JobRun,
  type JobState,
  jobStates,
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
export type { Tables } from './tables/index.ts';
export type { End, Tail } from './tail/tail.ts';
