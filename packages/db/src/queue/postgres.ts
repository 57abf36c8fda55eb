import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { type JobHelpers, Logger, run, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { isDatabaseAway } from '../engine/errors.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import { postgresInspection } from './inspect-postgres.ts';
import { runThroughOutage } from './outage.ts';
import { defaultLeaseMilliseconds, type Queue, type QueuedJob, type RunnerOptions } from './queue.ts';
import { parseSchedules } from './schedules.ts';

const silent = new Logger(() => () => {});
const restartMilliseconds = 1_000;

/** Runs graphile-worker on the shop's own pool, or on `direct` if the pool leads to a pooler that cannot LISTEN. */
export function postgresQueue(
  pool: pg.Pool,
  direct: () => pg.Pool = () => pool,
  leaseMilliseconds = defaultLeaseMilliseconds,
): Queue {
  /** The settings of one graphile-worker, and its heartbeat, which begins when the worker knows its name. */
  function worker(options: RunnerOptions, stopping: AbortSignal) {
    const events: WorkerEvents = new EventEmitter();
    const running = new Set<Promise<void>>();
    let name: string | undefined;
    // After two failures to record an end, graphile-worker waits for a third one forever. `givenUp` ends that wait.
    const givenUp = new Promise((resolve) => events.once('pool:fatalError', resolve)).then(() => atRest(running));
    let heartbeat: Heartbeat | undefined;
    events.once('pool:create', ({ workerPool }) => {
      name = workerPool.id;
      const self = { id: name, concurrency: options.concurrency };
      heartbeat = startHeartbeat(direct(), self, leaseMilliseconds);
    });
    const settings = {
      pgPool: direct(),
      events,
      logger: silent,
      noHandleSignals: true,
      taskList: taskList(pool, options, running, {
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
    /** Frees jobs whose end could not be recorded, so that they do not wait for the end of the lease. */
    const putBack = async () => {
      await Promise.allSettled(running);
      await direct().query(putBackJobs, [name]);
    };
    return { settings, givenUp, endHeartbeat, putBack };
  }

  async function startWorker(options: RunnerOptions, stopping: AbortSignal) {
    const { settings, givenUp, endHeartbeat, putBack } = worker(options, stopping);
    const runner = await run({
      ...settings,
      parsedCronItems: parseSchedules(options.schedules),
    });
    const stop = () => runner.stop().catch(() => {});
    const ended = Promise.race([runner.promise.catch(() => {}), givenUp]).then(() => {
      void stop();
      return endHeartbeat();
    });
    return { stop: () => Promise.race([stop(), ended]), ended, putBack };
  }

  return {
    async start(options) {
      const stopping = new AbortController();
      let current = await startWorker(options, stopping.signal);
      // graphile-worker stops for good when it cannot record the end of a job. A new one then replaces it.
      const replacing = (async () => {
        for (;;) {
          await current.ended;
          const { putBack } = current;
          await sleep(restartMilliseconds, undefined, { signal: stopping.signal }).catch(() => {});
          if (stopping.signal.aborted) return putBack().catch(() => {});
          try {
            await putBack();
            current = await startWorker(options, stopping.signal);
          } catch {
            // The database is still away.
            continue;
          }
          if (stopping.signal.aborted) await current.stop();
        }
      })();
      return {
        async stop() {
          stopping.abort();
          await current.stop();
          await replacing;
        },
      };
    },

    async drain(options, now) {
      for (;;) {
        const { rows } = await pool.query<{ due: number; later: string[] }>(
          `select count(*) filter (where run_at <= now())::int as due,
                  coalesce(array_agg(id::text) filter (where run_at > now()), '{}') as later
           from graphile_worker.jobs
           where run_at <= greatest($1::timestamptz, now()) and attempts < max_attempts and locked_at is null
             and task_identifier = any($2)`,
          [now, options.names],
        );
        const { due, later } = rows[0] ?? { due: 0, later: [] };
        if (due === 0 && later.length === 0) return;
        if (later.length > 0) {
          await pool.query('select graphile_worker.reschedule_jobs($1::bigint[], run_at => now())', [later]);
        }
        const { settings, givenUp, endHeartbeat } = worker(options, new AbortController().signal);
        try {
          await Promise.race([runOnce(settings), givenUp]);
        } finally {
          await endHeartbeat();
        }
      }
    },

    ...postgresInspection(pool, leaseMilliseconds),
  };
}

/** Adds jobs on the connection that runs the statement, so that they commit with its transaction. */
export function addJobs(parameter: string | Placeholder): SQL {
  return sql`select count(*) from graphile_worker.add_jobs(array(
    select json_populate_recordset(null::graphile_worker.job_spec, ${parameter}::json)))`;
}

/** The arguments of a NOTIFY. */
export interface Message {
  readonly channel: string;
  readonly payload: string;
}

/**
 * Wakes workers for new jobs, which `addJobs` does not, because a transaction that notifies makes others wait until its
 * commit is on the disk. A worker that misses the message finds the jobs within 2 s.
 */
export function wakeWorkers(newJobs: number): Message {
  // graphile-worker's own form. The random number keeps Postgres from merging equal messages of a transaction.
  return { channel: 'jobs:insert', payload: JSON.stringify({ r: Math.random(), count: newJobs }) };
}

/** Encodes jobs as the parameter of `addJobs`. */
export function jobsParameter(jobs: readonly QueuedJob[]): string {
  const specs = lastOfEachKey(jobs).map((job) => ({
    identifier: job.name,
    payload: job.payload,
    max_attempts: job.maxAttempts,
    priority: job.priority ?? null,
    job_key: job.key ?? null,
    run_at: job.runAt?.toISOString() ?? null,
  }));
  return JSON.stringify(specs);
}

/** Drops earlier jobs of a key, because one call cannot write the same key twice. */
function lastOfEachKey(jobs: readonly QueuedJob[]): QueuedJob[] {
  const last = new Map(jobs.map((job) => [job.key, job]));
  return jobs.filter((job) => job.key === undefined || last.get(job.key) === job);
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
    await sleep(restartMilliseconds);
  } while (running.size > 0);
}

const isScheduled = (payload: unknown) => typeof payload === 'object' && payload !== null && '_cron' in payload;

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
