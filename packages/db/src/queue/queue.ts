import type { Schedule } from './schedules.ts';

/** A job as the queue stores it. What it means is known to whoever gives the handlers. */
export interface QueuedJob {
  readonly name: string;
  readonly payload: Record<string, unknown>;
  /** How often it is tried at most, the first time included. */
  readonly maxAttempts: number;
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

/** Jobs inside the database. graphile-worker on Postgres, a table of our own on SQLite, one contract for both. */
export interface Queue {
  /** Works until stopped. */
  start(options: RunnerOptions): Promise<Runner>;
  /** Runs every job that is due at `now`, and those that these add, and resolves when none is left. */
  drain(options: RunnerOptions, now: Date): Promise<void>;
  /** How many jobs wait, and how many have used up their attempts. */
  count(): Promise<{ waiting: number; failed: number }>;
}

/** How long a worker that shows no sign of life keeps its jobs. It gives one three times as often. */
export const defaultLeaseMilliseconds = 30_000;

/** Seconds until the next try: e, e², e³ … capped at e¹⁰, which is graphile-worker's own schedule. */
export function backOffSeconds(attempt: number): number {
  return Math.exp(Math.min(10, attempt));
}
