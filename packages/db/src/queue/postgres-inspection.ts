import type { PostgresConnections } from './postgres-connections.ts';
import {
  isJobId,
  type JobCount,
  type JobState,
  type LivingWorker,
  mostWorkers,
  type Queue,
  type StoredJob,
} from './queue.ts';

/**
 * Reads the queue's state, and forgets failed jobs. It also reads graphile-worker's private table, because no view has
 * the payloads.
 */
export function postgresInspection({
  pool,
  leaseMilliseconds,
}: Pick<PostgresConnections, 'pool' | 'leaseMilliseconds'>): Pick<
  Queue,
  'count' | 'countDue' | 'list' | 'find' | 'stats' | 'lastScheduled' | 'forgetFailed'
> {
  const select = async (condition: string, values: unknown[], limit: number) => {
    const { rows } = await pool.query<JobRow>(
      `select j.id::text as id, j.task_identifier as name, p.payload::jsonb - '_cron' as payload, j.key,
              ${state} as state, j.attempts, j.max_attempts, j.run_at, j.last_error, j.created_at
       from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
       where ${condition} order by j.id desc limit ${limit}`,
      values,
    );
    return rows.map(toStoredJob);
  };

  return {
    async count() {
      const { rows } = await pool.query<{ waiting: number; failed: number }>(
        `select count(*) filter (where ${state} <> 'failed')::int as waiting,
                count(*) filter (where ${state} = 'failed')::int as failed
         from graphile_worker.jobs j`,
      );
      return rows[0] ?? { waiting: 0, failed: 0 };
    },

    async countDue(now) {
      const { rows } = await pool.query<{ due: number }>(
        `select count(*)::int as due from graphile_worker.jobs j
         where ${state} in ('waiting', 'retrying') and j.run_at <= greatest($1::timestamptz, now())`,
        [now],
      );
      return rows[0]?.due ?? 0;
    },

    list: ({ state: wanted, name, about, before, limit }) =>
      select(
        `($1::text is null or ${state} = $1) and ($2::text is null or j.task_identifier = $2)
         and ($3::bigint is null or j.id < $3) and ($4::text[] is null or exists (
           select 1 from json_each_text(p.payload) as field where field.value = any($4)))`,
        [wanted, name, before, about],
        limit,
      ),

    async find(id) {
      return isJobId(id) ? (await select('j.id = $1', [id], 1))[0] : undefined;
    },

    async stats() {
      const { rows: jobs } = await pool.query<JobCount>(
        `select j.task_identifier as name,
                ${(['waiting', 'retrying', 'running', 'failed'] satisfies JobState[])
                  .map((one) => `count(*) filter (where ${state} = '${one}')::int as ${one}`)
                  .join(', ')},
                min(j.run_at) filter (where ${state} in ('waiting', 'retrying') and j.run_at <= now()) as "dueSince"
         from graphile_worker.jobs j group by 1 order by 1`,
      );
      const { rows: workers } = await pool.query<LivingWorker>(
        `select id, host, pid, concurrency, started_at as "startedAt", seen_at as "seenAt" from queue_workers
         where seen_at >= now() - make_interval(secs => $1::float8 / 1000) order by started_at desc, id desc limit $2`,
        [leaseMilliseconds, mostWorkers],
      );
      return { jobs, workers: workers.reverse() };
    },

    async lastScheduled() {
      const { rows } = await pool.query<{ identifier: string; last_execution: Date }>(
        `select identifier, last_execution from graphile_worker._private_known_crontabs
         where last_execution is not null`,
      );
      return new Map(rows.map(({ identifier, last_execution }) => [identifier, last_execution]));
    },

    async forgetFailed(before, limit) {
      const { rowCount } = await pool.query(
        `select id from graphile_worker.complete_jobs(array(
           select j.id from graphile_worker.jobs j where ${state} = 'failed' and j.run_at < $1 limit $2))`,
        [before, limit],
      );
      return rowCount ?? 0;
    },
  };
}

const state = `case when j.locked_at is not null then 'running' when j.attempts >= j.max_attempts then 'failed'
  when j.attempts > 0 then 'retrying' else 'waiting' end`;

interface JobRow extends Pick<StoredJob, 'id' | 'name' | 'payload' | 'key' | 'state' | 'attempts'> {
  max_attempts: number;
  run_at: Date;
  last_error: string | null;
  created_at: Date;
}

function toStoredJob({ max_attempts, run_at, last_error, created_at, ...job }: JobRow): StoredJob {
  return { ...job, maxAttempts: max_attempts, runAt: run_at, lastError: last_error, createdAt: created_at };
}
