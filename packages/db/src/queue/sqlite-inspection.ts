import { isJobId, type JobCount, type LivingWorker, mostWorkers, type Queue, type StoredJob } from './queue.ts';
import type { SqliteConnections } from './sqlite-connections.ts';

/** Reads the queue's state, and forgets failed jobs. */
export function sqliteInspection({
  writer,
  reading,
  transact,
  leaseMilliseconds,
}: SqliteConnections): Pick<
  Queue,
  'count' | 'countDue' | 'list' | 'find' | 'stats' | 'lastScheduled' | 'forgetFailed'
> {
  const select = (condition: string, values: Record<string, unknown>, limit: number) =>
    reading
      .prepare<unknown[], JobRow>(
        `select *, ${state} as state from jobs where ${condition} order by id desc limit ${limit}`,
      )
      .all({ now: Date.now(), ...values })
      .map(toStoredJob);

  return {
    async count() {
      const counting = reading.prepare<{ now: number }, { waiting: number; failed: number }>(
        `select count(*) filter (where ${state} <> 'failed') as waiting,
                count(*) filter (where ${state} = 'failed') as failed from jobs`,
      );
      return counting.get({ now: Date.now() }) ?? { waiting: 0, failed: 0 };
    },

    async countDue(time) {
      const now = Math.max(time.getTime(), Date.now());
      const counting = reading.prepare<{ now: number }, { due: number }>(
        `select count(*) as due from jobs where ${state} in ('waiting', 'retrying') and run_at <= :now`,
      );
      return counting.get({ now })?.due ?? 0;
    },

    async list({ state: wanted, name, about, before, limit }) {
      return select(
        `(:wanted is null or ${state} = :wanted) and (:name is null or name = :name)
         and (:before is null or id < cast(:before as integer)) and (:about is null or exists (
           select 1 from json_each(payload) as field where field.value in (select value from json_each(:about))))`,
        {
          wanted: wanted ?? null,
          name: name ?? null,
          before: before ?? null,
          about: about ? JSON.stringify(about) : null,
        },
        limit,
      );
    },

    async find(id) {
      return isJobId(id) ? select('id = cast(:id as integer)', { id }, 1)[0] : undefined;
    },

    async stats() {
      const now = Date.now();
      const jobs = reading
        .prepare<{ now: number }, JobCount & { dueSince: number | null }>(
          `select name,
                  count(*) filter (where ${state} = 'waiting') as waiting,
                  count(*) filter (where ${state} = 'retrying') as retrying,
                  count(*) filter (where ${state} = 'running') as running,
                  count(*) filter (where ${state} = 'failed') as failed,
                  min(run_at) filter (where ${state} in ('waiting', 'retrying') and run_at <= :now) as dueSince
           from jobs group by name order by name`,
        )
        .all({ now });
      const workers = reading
        .prepare<[number, number], WorkerRow>(
          'select * from queue_workers where seen_at >= ? order by started_at desc, id desc limit ?',
        )
        .all(now - leaseMilliseconds, mostWorkers)
        .reverse();
      return {
        jobs: jobs.map((count) => ({ ...count, dueSince: count.dueSince === null ? null : new Date(count.dueSince) })),
        workers: workers.map(toWorker),
      };
    },

    async lastScheduled() {
      const rows = reading.prepare<[], { job: string; last_minute: number }>('select * from job_schedules').all();
      return new Map(rows.map(({ job, last_minute }) => [job, new Date(last_minute * 60_000)]));
    },

    forgetFailed: (before, limit) =>
      transact(async () => writer.prepare(forget).run({ before: before.getTime(), limit, now: Date.now() }).changes),
  };
}

/** A job whose worker died in its last attempt is failed as soon as its lease is over. */
const state = `case when coalesce(locked_until, 0) >= :now then 'running'
  when attempts >= max_attempts then 'failed' when attempts > 0 then 'retrying' else 'waiting' end`;

const forget = `
  delete from jobs where id in (select id from jobs where ${state} = 'failed' and run_at < :before limit :limit)`;

interface JobRow extends Pick<StoredJob, 'name' | 'key' | 'state' | 'attempts'> {
  id: number;
  payload: string;
  max_attempts: number;
  run_at: number;
  last_error: string | null;
  created_at: number;
}

function toStoredJob({ id, name, key, state: standing, attempts, ...row }: JobRow): StoredJob {
  return {
    id: String(id),
    name,
    payload: JSON.parse(row.payload),
    key,
    state: standing,
    attempts,
    maxAttempts: row.max_attempts,
    runAt: new Date(row.run_at),
    lastError: row.last_error,
    createdAt: new Date(row.created_at),
  };
}

interface WorkerRow extends Pick<LivingWorker, 'id' | 'host' | 'pid' | 'concurrency'> {
  started_at: number;
  seen_at: number;
}

function toWorker({ started_at, seen_at, ...worker }: WorkerRow): LivingWorker {
  return { ...worker, startedAt: new Date(started_at), seenAt: new Date(seen_at) };
}
