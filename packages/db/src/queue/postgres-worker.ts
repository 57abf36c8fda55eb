import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type JobHelpers, Logger, run, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { isDatabaseAway } from '../engine/errors.ts';
import { runThroughOutage } from './outage.ts';
import type { PostgresConnections } from './postgres-connections.ts';
import { type Heartbeat, startHeartbeat } from './postgres-heartbeat.ts';
import type { Runner, RunnerOptions } from './queue.ts';
import { parseSchedules } from './schedules.ts';

const silent = new Logger(() => () => {});
const restMilliseconds = 1_000;

/** graphile-worker, which stops for good when it cannot record the end of a job. */
export interface Worker extends Runner {
  /** Resolves when the worker has stopped. */
  readonly ended: Promise<void>;
  /** Frees jobs whose end could not be recorded, so that they do not wait for the end of the lease. */
  putBack(): Promise<void>;
}

/** Takes jobs when it is notified, and every two seconds. */
export async function startWorker(
  connections: PostgresConnections,
  options: RunnerOptions,
  stopping: AbortSignal,
): Promise<Worker> {
  const { settings, givenUp, endHeartbeat, putBack } = prepare(connections, options, stopping);
  const runner = await run({ ...settings, parsedCronItems: parseSchedules(options.schedules) });
  const stop = () => runner.stop().catch(() => {});
  const ended = Promise.race([runner.promise.catch(() => {}), givenUp]).then(() => {
    void stop();
    return endHeartbeat();
  });
  return { stop: () => Promise.race([stop(), ended]), ended, putBack };
}

/** Runs the jobs that are due at `now`, and those that they add, until none is left. */
export async function runDueJobs(connections: PostgresConnections, options: RunnerOptions, now: Date): Promise<void> {
  const { pool } = connections;
  for (;;) {
    const { rows } = await pool.query<{ due: number; later: string[] }>(dueJobs, [now, options.names]);
    const { due, later } = rows[0] ?? { due: 0, later: [] };
    if (due === 0 && later.length === 0) return;
    if (later.length > 0) {
      await pool.query('select graphile_worker.reschedule_jobs($1::bigint[], run_at => now())', [later]);
    }
    const { settings, givenUp, endHeartbeat } = prepare(connections, options, new AbortController().signal);
    try {
      await Promise.race([runOnce(settings), givenUp]);
    } finally {
      await endHeartbeat();
    }
  }
}

/** The settings of one graphile-worker, and its heartbeat, which begins when the worker knows its name. */
function prepare(connections: PostgresConnections, options: RunnerOptions, stopping: AbortSignal) {
  const { direct, leaseMilliseconds } = connections;
  const events: WorkerEvents = new EventEmitter();
  const running = new Set<Promise<void>>();
  let name: string | undefined;
  // After two failures to record an end, graphile-worker waits for a third one forever. `givenUp` ends that wait.
  const givenUp = new Promise((resolve) => events.once('pool:fatalError', resolve)).then(() => atRest(running));
  let heartbeat: Heartbeat | undefined;
  events.once('pool:create', ({ workerPool }) => {
    name = workerPool.id;
    heartbeat = startHeartbeat(connections, { id: name, concurrency: options.concurrency });
  });
  const settings = {
    pgPool: direct(),
    events,
    logger: silent,
    noHandleSignals: true,
    taskList: taskList(connections.pool, options, running, {
      run: (work) => runThroughOutage(work, { milliseconds: leaseMilliseconds / 2, stopping }),
      forget: async (jobId) => void (await direct().query(uncountTry, [jobId, name])),
    }),
    concurrency: options.concurrency,
    preset: {
      // Without these, a job that ends while the worker stops stays locked for four hours and then runs again.
      worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
    },
  };
  const endHeartbeat = () => heartbeat?.stop();
  const putBack = async () => {
    await Promise.allSettled(running);
    await direct().query(putBackJobs, [name]);
  };
  return { settings, givenUp, endHeartbeat, putBack };
}

function taskList(
  pool: pg.Pool,
  { names, run: runJob, onFailure }: RunnerOptions,
  running: Set<Promise<void>>,
  outage: { run(work: () => Promise<void>): Promise<void>; forget(jobId: string): Promise<void> },
): TaskList {
  const task = async (name: string, payload: unknown, { job }: JobHelpers) => {
    const jobRun = { id: job.id, attempt: job.attempts, maxAttempts: job.max_attempts };
    try {
      if (isScheduled(payload)) await pool.query(forgetEarlierRuns, [name, job.id]);
      await outage.run(() => runJob(name, payload, jobRun));
    } catch (error) {
      onFailure?.(name, jobRun, error);
      if (isDatabaseAway(error)) await outage.forget(job.id).catch(() => {});
      throw error;
    }
  };
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (payload, helpers) => {
        const run = task(name, payload, helpers);
        running.add(run);
        await run.finally(() => running.delete(run));
      },
    ]),
  ) satisfies TaskList;
}

/** Resolves when no job has run for a moment, in which the end of each could be recorded. */
async function atRest(running: ReadonlySet<Promise<void>>): Promise<void> {
  do {
    await Promise.allSettled(running);
    await sleep(restMilliseconds);
  } while (running.size > 0);
}

const isScheduled = (payload: unknown) => typeof payload === 'object' && payload !== null && '_cron' in payload;

const dueJobs = `
  select count(*) filter (where run_at <= now())::int as due,
         coalesce(array_agg(id::text) filter (where run_at > now()), '{}') as later
  from graphile_worker.jobs
  where run_at <= greatest($1::timestamptz, now()) and attempts < max_attempts and locked_at is null
    and task_identifier = any($2)`;

/** graphile-worker counts a try when it takes the job. */
const uncountTry = `
  update graphile_worker._private_jobs set attempts = greatest(attempts - 1, 0) where id = $1 and locked_by = $2`;

const putBackJobs = `
  update graphile_worker._private_jobs set locked_at = null, locked_by = null, attempts = greatest(attempts - 1, 0)
  where locked_by = $1`;

// graphile-worker drops the key of a job that failed for good, and so would keep one failed run for each minute.
const forgetEarlierRuns = `
  select graphile_worker.complete_jobs(array(
    select j.id from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
    where j.task_identifier = $1 and j.id < $2 and j.locked_at is null and j.attempts >= j.max_attempts
      and p.payload::jsonb ? '_cron'))`;
