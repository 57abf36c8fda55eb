import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { isJobId, type QueuedJob } from './queue.ts';

/**
 * Adds jobs on the connection that runs the statement, so that they commit with its transaction. Takes the result of
 * `jobsParameter`.
 */
export function addJobs(parameter: string | Placeholder): SQL {
  return sql`select count(*) from graphile_worker.add_jobs(array(
    select json_populate_recordset(null::graphile_worker.job_spec, ${parameter}::json)))`;
}

/** Runs in the transaction of `handle`. Returns whether the job was there and not running. */
export async function retryJob(handle: Pick<NodePgDatabase, 'execute'>, id: string): Promise<boolean> {
  if (!isJobId(id)) return false;
  const { rowCount } = await handle.execute(
    sql`select id from graphile_worker.reschedule_jobs(array[${id}]::bigint[], run_at => now(), attempts => 0)`,
  );
  return rowCount === 1;
}

/** Runs in the transaction of `handle`. Returns whether the job was there and not running. */
export async function discardJob(handle: Pick<NodePgDatabase, 'execute'>, id: string): Promise<boolean> {
  if (!isJobId(id)) return false;
  const { rowCount } = await handle.execute(sql`select id from graphile_worker.complete_jobs(array[${id}]::bigint[])`);
  return rowCount === 1;
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
