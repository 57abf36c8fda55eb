import type { Schedule } from './schedules.ts';

/** A job as the queue stores it. Its handler gives the name and payload their meaning. */
export interface QueuedJob {
  readonly name: string;
  readonly payload: Record<string, unknown>;
  /** The number of tries, including the first one. */
  readonly maxAttempts: number;
  /** Jobs with the lowest number run first among those that are due; 0 by default. */
  readonly priority?: number;
  /** At most one waiting job has this key. A later job replaces it. */
  readonly key?: string;
  /** The earliest time to run; at once by default. */
  readonly runAt?: Date;
}

/** The facts of one run of a job. */
export interface JobRun {
  readonly id: string;
  /** 1 on the first run. */
  readonly attempt: number;
  readonly maxAttempts: number;
}

/** Runs one job by name. After a rejection, the queue tries again with a back-off until the attempts are used up. */
export type RunJob = (name: string, payload: unknown, run: JobRun) => Promise<void>;

export interface RunnerOptions {
  /** The names that `run` handles. Other jobs stay in the queue. */
  readonly names: readonly string[];
  readonly run: RunJob;
  /** The number of jobs that run at the same time. */
  readonly concurrency: number;
  /** Jobs that this worker adds on a schedule. */
  readonly schedules?: readonly Schedule[];
  /** Called after each failed run. */
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

/** A stored job. A job that is done is removed. */
export interface StoredJob {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly key: string | null;
  readonly state: JobState;
  /** The number of runs that began. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** The time of its next run, or of its last planned one. */
  readonly runAt: Date;
  /** The error of the last failed run. */
  readonly lastError: string | null;
  readonly createdAt: Date;
}

export interface JobFilter {
  readonly state?: JobState | undefined;
  readonly name?: string | undefined;
  /** Only jobs whose payload contains one of these values. */
  readonly about?: readonly string[] | undefined;
  /** Only jobs that are older than this one. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The number of jobs of one name in each state. */
export interface JobCount extends Readonly<Record<JobState, number>> {
  readonly name: string;
  /** The time since which the oldest due job has waited for a worker; null when none waits. */
  readonly dueSince: Date | null;
}

/** Maximum workers that the stats name. */
export const mostWorkers = 100;

/** A worker that sent a heartbeat within the lease. */
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

/** Jobs in the database. Postgres uses graphile-worker and SQLite a table of its own, under one contract. */
export interface Queue {
  /** Runs jobs until it is stopped. */
  start(options: RunnerOptions): Promise<Runner>;
  /** Runs every job that is due at `now` and the jobs that these add, and resolves when none is left. */
  drain(options: RunnerOptions, now: Date): Promise<void>;
  /** The number of waiting jobs, and of those that have used up their attempts. */
  count(): Promise<{ waiting: number; failed: number }>;
  /** The number of jobs that could run at `now`. */
  countDue(now: Date): Promise<number>;
  /** The jobs that are not done, newest first. */
  list(filter: JobFilter): Promise<StoredJob[]>;
  /** Undefined if there is no such job, or it is done. */
  find(id: string): Promise<StoredJob | undefined>;
  stats(): Promise<QueueStats>;
  /** The time at which a schedule last added a job, by the job's name. */
  lastScheduled(): Promise<ReadonlyMap<string, Date>>;
  /** Removes up to `limit` jobs that used up their attempts and were due before `before`. Returns their number. */
  forgetFailed(before: Date, limit: number): Promise<number>;
}

/** Ids are whole numbers. Any other text is the id of no job. */
export function isJobId(id: string): boolean {
  return /^[1-9]\d{0,17}$/.test(id);
}

/** Milliseconds that a silent worker keeps its jobs. A worker sends three heartbeats in that time. */
export const defaultLeaseMilliseconds = 30_000;

/** Seconds until the next try: e, e², e³ … capped at e¹⁰, which is graphile-worker's own schedule. */
export function backOffSeconds(attempt: number): number {
  return Math.exp(Math.min(10, attempt));
}
