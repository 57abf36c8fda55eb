import type { Schedule } from './schedules.ts';

/** A job as the queue stores it. What it means is known to whoever gives the handlers. */
export interface QueuedJob {
  readonly name: string;
  readonly payload: Record<string, unknown>;
  /** How often it is tried at most, the first time included. */
  readonly maxAttempts: number;
  /** Of jobs that are due, those with the lowest number run first; 0 by default. */
  readonly priority?: number;
  /** At most one waiting job has this key: a later one replaces it. */
  readonly key?: string;
  /** Not before this time; at once by default. */
  readonly runAt?: Date;
}

/** What a handler is told about the run. */
export interface JobRun {
  readonly id: string;
  /** 1 on the first run. */
  readonly attempt: number;
  readonly maxAttempts: number;
}

/** Runs one job by name. Rejecting means: try again after a back-off, until the attempts are used up. */
export type RunJob = (name: string, payload: unknown, run: JobRun) => Promise<void>;

export interface RunnerOptions {
  /** The names that `run` knows; other jobs are left alone. */
  readonly names: readonly string[];
  readonly run: RunJob;
  /** How many jobs run at the same time. */
  readonly concurrency: number;
  /** Jobs that the clock adds while this worker runs. */
  readonly schedules?: readonly Schedule[];
  /** Told about each failed run. */
  onFailure?(name: string, run: JobRun, error: unknown): void;
}

export interface Runner {
  /** Takes no new jobs, waits for the running ones, and resolves when they are done. */
  stop(): Promise<void>;
}

/**
 * - `waiting`: has not run yet
 * - `retrying`: failed, and waits for its next try
 * - `running`: a worker has it
 * - `failed`: has used up its attempts, and waits for a person
 */
export const jobStates = ['waiting', 'retrying', 'running', 'failed'] as const;

export type JobState = (typeof jobStates)[number];

/** A job as it stands in the queue. One that is done stands there no more. */
export interface StoredJob {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly key: string | null;
  readonly state: JobState;
  /** How often it was begun. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** When it runs next, or when it was to run. */
  readonly runAt: Date;
  /** Why the last run failed. */
  readonly lastError: string | null;
  readonly createdAt: Date;
}

export interface JobFilter {
  readonly state?: JobState | undefined;
  readonly name?: string | undefined;
  /** Only jobs whose payload names one of these. */
  readonly about?: readonly string[] | undefined;
  /** Only jobs that are older than this one. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** How many jobs of one name are in which state. */
export interface JobCount extends Readonly<Record<JobState, number>> {
  readonly name: string;
  /** Since when the oldest of those that could run is waiting for a worker; null when none does. */
  readonly dueSince: Date | null;
}

/** A worker that has given a sign of life within the lease. */
export interface LivingWorker {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly concurrency: number;
  readonly startedAt: Date;
  readonly seenAt: Date;
}

export interface QueueStats {
  readonly jobs: readonly JobCount[];
  readonly workers: readonly LivingWorker[];
}

/** Jobs inside the database. graphile-worker on Postgres, a table of our own on SQLite, one contract for both. */
export interface Queue {
  /** Works until stopped. */
  start(options: RunnerOptions): Promise<Runner>;
  /** Runs every job that is due at `now`, and those that these add, and resolves when none is left. */
  drain(options: RunnerOptions, now: Date): Promise<void>;
  /** How many jobs wait, and how many have used up their attempts. */
  count(): Promise<{ waiting: number; failed: number }>;
  /** How many jobs could run at `now`. */
  countDue(now: Date): Promise<number>;
  /** The jobs that are not done, newest first. */
  list(filter: JobFilter): Promise<StoredJob[]>;
  /** Undefined when there is none, or when it is done. */
  find(id: string): Promise<StoredJob | undefined>;
  stats(): Promise<QueueStats>;
  /** When the clock last added a job, by its name. */
  lastScheduled(): Promise<ReadonlyMap<string, Date>>;
  /** Forgets up to `limit` jobs that used up their attempts, and were to run before `before`. */
  forgetFailed(before: Date, limit: number): Promise<number>;
}

/** Ids are whole numbers; anything else is the id of no job. */
export function isJobId(id: string): boolean {
  return /^[1-9]\d{0,17}$/.test(id);
}

/** How long a worker that shows no sign of life keeps its jobs. It gives one three times as often. */
export const defaultLeaseMilliseconds = 30_000;

/** Seconds until the next try: e, e², e³ … capped at e¹⁰, which is graphile-worker's own schedule. */
export function backOffSeconds(attempt: number): number {
  return Math.exp(Math.min(10, attempt));
}
