import { hostname } from 'node:os';
import type { PostgresConnections } from './postgres-connections.ts';

export interface Heartbeat {
  /** Resolves when the worker is off the list. Its remaining jobs run elsewhere after the lease. */
  stop(): Promise<void>;
}

/** Keeps a worker on the list of living workers, and frees the jobs of workers that have left it. */
export function startHeartbeat(
  { direct, leaseMilliseconds }: Pick<PostgresConnections, 'direct' | 'leaseMilliseconds'>,
  worker: { id: string; concurrency: number },
): Heartbeat {
  const pool = direct();
  const values = [worker.id, leaseMilliseconds, hostname(), process.pid, worker.concurrency];
  let last: Promise<unknown> = Promise.resolve();
  const beat = () => {
    // The next beat makes up for a failed one, if Postgres is back within the lease.
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

// A lock younger than the lease may belong to a worker that has not yet sent its first beat.
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
