import { sql } from 'drizzle-orm';
import { Logger, run, runOnce, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import type { Queue, RunnerOptions } from './queue.ts';

const silent = new Logger(() => () => {});

/** graphile-worker, on the connections of the shop's own pool. */
export function postgresQueue(pool: pg.Pool, url: string): Queue {
  const shared = { pgPool: pool, logger: silent, noHandleSignals: true };
  return {
    async add(tx, jobs) {
      const specs = jobs.map((job) => ({
        identifier: job.name,
        payload: job.payload,
        max_attempts: job.maxAttempts,
        job_key: job.key ?? null,
        run_at: job.runAt?.toISOString() ?? null,
      }));
      await tx.select({ id: sql`id` }).from(
        sql`graphile_worker.add_jobs(array(select json_populate_recordset(null::graphile_worker.job_spec, ${JSON.stringify(specs)}::json)))`,
      );
    },

    async start(options) {
      const runner = await run({
        ...shared,
        connectionString: url,
        taskList: taskList(options),
        concurrency: options.concurrency,
        preset: {
          worker: {
            // Without these a job that ends while the worker stops stays locked for four hours and then runs again.
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      });
      return { stop: () => runner.stop() };
    },

    async drain(options, now) {
      for (;;) {
        const { rows } = await pool.query<{ due: number; later: string[] }>(
          `select count(*) filter (where run_at <= now())::int as due,
                  coalesce(array_agg(id::text) filter (where run_at > now()), '{}') as later
           from graphile_worker.jobs
           where run_at <= greatest($1::timestamptz, now()) and attempts < max_attempts and locked_at is null`,
          [now],
        );
        const { due, later } = rows[0] ?? { due: 0, later: [] };
        if (due === 0 && later.length === 0) return;
        if (later.length > 0) {
          await pool.query('select graphile_worker.reschedule_jobs($1::bigint[], run_at => now())', [later]);
        }
        await runOnce({ ...shared, taskList: taskList(options), concurrency: options.concurrency });
      }
    },

    async count() {
      const { rows } = await pool.query<{ waiting: number; failed: number }>(
        `select count(*) filter (where attempts < max_attempts)::int as waiting,
                count(*) filter (where attempts >= max_attempts)::int as failed
         from graphile_worker.jobs`,
      );
      return rows[0] ?? { waiting: 0, failed: 0 };
    },
  };
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
