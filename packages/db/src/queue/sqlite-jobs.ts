import type Sqlite from 'better-sqlite3';
import { isJobId, type QueuedJob } from './queue.ts';

/** Adds jobs in the writer's open transaction. */
export function addJobs(writer: Sqlite.Database, jobs: readonly QueuedJob[]): void {
  const now = Date.now();
  for (const job of jobs) {
    const row = toRow(job, now);
    if (row.key !== null) writer.prepare(detach).run({ key: row.key, now });
    writer.prepare(add).run(row);
  }
}

/** Runs in the writer's open transaction. Returns whether the job was there and not running. */
export function retryJob(writer: Sqlite.Database, id: string): boolean {
  return isJobId(id) && writer.prepare(retry).run({ id, now: Date.now() }).changes > 0;
}

/** Runs in the writer's open transaction. Returns whether the job was there and not running. */
export function discardJob(writer: Sqlite.Database, id: string): boolean {
  return isJobId(id) && writer.prepare(discard).run({ id, now: Date.now() }).changes > 0;
}

function toRow(job: QueuedJob, now: number) {
  return {
    name: job.name,
    payload: JSON.stringify(job.payload),
    key: job.key ?? null,
    priority: job.priority ?? 0,
    runAt: job.runAt?.getTime() ?? now,
    maxAttempts: job.maxAttempts,
    now,
  };
}

const add = `
  insert into jobs (name, payload, key, priority, run_at, max_attempts, created_at)
  values (:name, :payload, :key, :priority, :runAt, :maxAttempts, :now)
  on conflict (key) do update set name = excluded.name, payload = excluded.payload, run_at = excluded.run_at,
    priority = excluded.priority, max_attempts = excluded.max_attempts, attempts = 0, last_error = null`;

/** A running job continues. The new job takes its key, and the old one is not tried again. */
const detach = 'update jobs set key = null, attempts = max_attempts where key = :key and locked_until >= :now';

const retry = `
  update jobs set attempts = 0, run_at = :now, locked_until = null
  where id = cast(:id as integer) and coalesce(locked_until, 0) < :now`;

const discard = 'delete from jobs where id = cast(:id as integer) and coalesce(locked_until, 0) < :now';
