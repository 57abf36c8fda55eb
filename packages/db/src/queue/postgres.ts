import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import { Logger, run, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import { defaultLeaseMilliseconds, type Queue, type QueuedJob, type RunnerOptions } from './queue.ts';
import { parseSchedules } from './schedules.ts';

const silent = new Logger(() => () => {});
const restartMilliseconds = 1_000;

/** graphile-worker, on the connections of the shop's own pool. */
export function postgresQueue(pool: pg.Pool, leaseMilliseconds = defaultLeaseMilliseconds): Queue {
  /** What each graphile-worker is started with, and its heartbeat, which begins when it knows its own name. */
  function worker(options: RunnerOptions) {
    const events: WorkerEvents = new EventEmitter();
    let heartbeat: Heartbeat | undefined;
    events.once('pool:create', ({ workerPool }) => {
      heartbeat = startHeartbeat(pool, workerPool.id, leaseMilliseconds);
    });
    const settings = {
      pgPool: pool,
      events,
      logger: silent,
      noHandleSignals: true,
      taskList: taskList(options),
      concurrency: options.concurrency,
    };
    const endHeartbeat = () => heartbeat?.stop();
    return { settings, endHeartbeat };
  }

  async function startWorker(options: RunnerOptions) {
    const { settings, endHeartbeat } = worker(options);
    const runner = await run({
      ...settings,
      parsedCronItems: parseSchedules(options.schedules),
      preset: {
        // Without these a job that ends while the worker stops stays locked for four hours and then runs again.
        worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
      },
    });
    return { stop: () => runner.stop().catch(() => {}), ended: runner.promise.catch(() => {}).then(endHeartbeat) };
  }

  return {
    async start(options) {
      const stopping = new AbortController();
      let current = await startWorker(options);
      // graphile-worker gives up for good when it cannot record the end of a job. Then another one takes its place.
      const replacing = (async () => {
        for (;;) {
          await current.ended;
          await sleep(restartMilliseconds, undefined, { signal: stopping.signal }).catch(() => {});
          if (stopping.signal.aborted) return;
          current = await startWorker(options).catch(() => current);
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
        const { settings, endHeartbeat } = worker(options);
        try {
          await runOnce(settings);
        } finally {
          await endHeartbeat();
        }
      }
    },

    async count() {
      const { rows } = await pool.query<{ waiting: number; failed: number }>(
        `select count(*) filter (where attempts < max_attempts or locked_at is not null)::int as waiting,
                count(*) filter (where attempts >= max_attempts and locked_at is null)::int as failed
         from graphile_worker.jobs`,
      );
      return rows[0] ?? { waiting: 0, failed: 0 };
    },
  };
}

/** Adds jobs on whatever connection runs it, so that they commit with what else that connection did. */
export function addJobsStatement(jobs: readonly QueuedJob[]): SQL {
  const specs = lastOfEachKey(jobs).map((job) => ({
    identifier: job.name,
    payload: job.payload,
    max_attempts: job.maxAttempts,
    job_key: job.key ?? null,
    run_at: job.runAt?.toISOString() ?? null,
  }));
  return sql`select count(*) from graphile_worker.add_jobs(array(
    select json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json)))`;
}

/** One call cannot write the same key twice. */
function lastOfEachKey(jobs: readonly QueuedJob[]): QueuedJob[] {
  const last = new Map(jobs.map((job) => [job.key, job]));
  return jobs.filter((job) => job.key === undefined || last.get(job.key) === job);
}

function taskList({ names, run: runJob, onFailure }: RunnerOptions): TaskList {
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (payload, { job }) => {
        const jobRun = { id: job.id, attempt: job.attempts, maxAttempts: job.max_attempts };
        try {
          await runJob(name, payload, jobRun);
        } catch (error) {
          onFailure?.(name, jobRun, error);
          throw error;
        }
      },
    ]),
  ) satisfies TaskList;
}
