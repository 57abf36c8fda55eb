import { hostname } from 'node:os';
import type pg from 'pg';

export interface Heartbeat {
  /** Resolves when the worker is off the list. Jobs that it still has run again elsewhere after the lease. */
  stop(): Promise<void>;
}

/** Keeps a worker on the list of the living, and gives back the jobs of those that have left it. */
export function startHeartbeat(
  pool: pg.Pool,
  worker: { id: string; concurrency: number },
  leaseMilliseconds: number,
): Heartbeat {
  const values = [worker.id, leaseMilliseconds, hostname(), process.pid, worker.concurrency];
  let last: Promise<unknown> = Promise.resolve();
  const beat = () => {
    // One that fails is made up for by the next, as long as Postgres is back within the lease.
    last = last.then(() => pool.query(beatAndSweep, values)).catch(() => {});
  };
  const beats = setInterval(beat, leaseMilliseconds / 3);
  beat();
  return {
    async stop() {
      clearInterval(beats);
      await last;
      await pool.query('delete from queue_workers where id = $1', [worker.id]).catch(() => {});
    },
  };
}

// A lock younger than the lease may belong to a worker that is about to give its first sign of life.
const beatAndSweep = `
  with lease as (select now() - make_interval(secs => $2::float8 / 1000) as start),
  beat as (
    insert into queue_workers (id, host, pid, concurrency, started_at, seen_at) values ($1, $3, $4, $5, now(), now())
    on conflict (id) do update set seen_at = excluded.seen_at
  ),
  gone as (delete from queue_workers using lease where seen_at < lease.start and id <> $1),
  dead as (
    select array_agg(distinct locked_by) as ids from graphile_worker.jobs, lease
    where locked_at < lease.start and locked_by <> $1
      and locked_by not in (select id from queue_workers where seen_at >= lease.start)
  )
  select graphile_worker.force_unlock_workers(ids) from dead where ids is not null`;
