import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type Sqlite from 'better-sqlite3';
import type { ParsedCronItem } from 'graphile-worker';
import type { Database } from '../engine/database.ts';
import { isDatabaseAway } from '../engine/errors.ts';
import { sqliteInspection, state } from './inspect-sqlite.ts';
import { runThroughOutage } from './outage.ts';
import {
  backOffSeconds,
  defaultLeaseMilliseconds,
  isJobId,
  type Queue,
  type QueuedJob,
  type RunnerOptions,
} from './queue.ts';
import { dueIn, parseSchedules, scheduleKey } from './schedules.ts';

const pollMilliseconds = 500;

interface JobRow {
  id: number;
  name: string;
  payload: string;
  attempts: number;
  max_attempts: number;
  locked_until: number;
}

/** A job that a worker has taken, and the end of its lock. */
interface Held {
  id: number;
  lock: number;
}

export interface SqliteQueue extends Queue {
  /** Writes jobs in the writer's open transaction. */
  add(jobs: readonly QueuedJob[]): void;
  /** Also runs in the writer's open transaction. Returns whether the job was there and not running. */
  retry(id: string): boolean;
  discard(id: string): boolean;
  /** Wakes the workers of this process. */
  wake(): void;
}

/** The embedded queue, which does for one SQLite file what graphile-worker does on Postgres. */
export function sqliteQueue(
  writer: Sqlite.Database,
  reading: Sqlite.Database,
  transact: Database['transact'],
  leaseMilliseconds = defaultLeaseMilliseconds,
): SqliteQueue {
  const prepare = statements(writer);
  const wakers = new Set<() => void>();

  const claim = (names: string, now: number) =>
    transact(async () => prepare().claim.get({ names, now, until: now + leaseMilliseconds }));

  async function execute(job: JobRow, { run, onFailure }: RunnerOptions, stopping: AbortSignal): Promise<void> {
    const insist = (work: () => Promise<unknown>) =>
      runThroughOutage(async () => void (await work()), { milliseconds: leaseMilliseconds / 2, stopping });
    const jobRun = { id: String(job.id), attempt: job.attempts, maxAttempts: job.max_attempts };
    // Another worker's lock has another end, so that this worker can no longer change a job that it lost.
    const held = { id: job.id, lock: job.locked_until };
    const renew = async () => {
      const until = Date.now() + leaseMilliseconds;
      if (prepare().renew.run({ ...held, until }).changes > 0) held.lock = until;
    };
    const beat = setInterval(() => void transact(renew).catch(() => {}), leaseMilliseconds / 3);
    try {
      await insist(() => run(job.name, JSON.parse(job.payload), jobRun));
      await insist(() => transact(async () => prepare().complete.run(held)));
    } catch (error) {
      onFailure?.(job.name, jobRun, error);
      const message = error instanceof Error ? error.message : String(error);
      const runAt = Date.now() + backOffSeconds(job.attempts) * 1_000;
      const uncounted = isDatabaseAway(error) ? 1 : 0;
      await insist(() =>
        transact(async () => prepare().fail.run({ ...held, runAt: Math.round(runAt), message, uncounted })),
      );
    } finally {
      clearInterval(beat);
    }
  }

  /** The first worker of a minute adds the job. Others find that it was added. */
  function addOnce({ task: name, options }: ParsedCronItem, minute: number): void {
    if (!prepare().schedule.get({ job: name, minute })) return;
    const { maxAttempts = 1, priority = 0 } = options;
    addAll([{ name, payload: {}, maxAttempts, priority, key: scheduleKey(name) }]);
  }

  /** Keeps a worker on the list of living workers until it is stopped. */
  function startHeartbeat(concurrency: number) {
    const worker = { id: randomUUID(), host: hostname(), pid: process.pid, concurrency };
    let last: Promise<unknown> = Promise.resolve();
    const beat = () => {
      const now = Date.now();
      last = last
        .then(() =>
          transact(async () => {
            prepare().beat.run({ ...worker, now });
            prepare().bury.run(now - leaseMilliseconds);
          }),
        )
        .catch(() => {});
    };
    const beats = setInterval(beat, leaseMilliseconds / 3);
    beat();
    return async () => {
      clearInterval(beats);
      await last;
      await transact(async () => prepare().leave.run(worker.id)).catch(() => {});
    };
  }

  function addAll(jobs: readonly QueuedJob[]): void {
    const now = Date.now();
    for (const job of jobs) {
      const row = parameters(job, now);
      if (row.key !== null) prepare().detach.run(row.key, now);
      prepare().add.run(row);
    }
  }

  return {
    wake: () => {
      for (const waker of wakers) waker();
    },

    add: addAll,
    retry: (id) => isJobId(id) && prepare().retry.run({ id, now: Date.now() }).changes > 0,
    discard: (id) => isJobId(id) && prepare().discard.run({ id, now: Date.now() }).changes > 0,

    async start(options) {
      const names = JSON.stringify(options.names);
      const running = new Set<Promise<void>>();
      const stopping = new AbortController();
      let filling: Promise<void> | undefined;
      let again = false;

      const schedules = parseSchedules(options.schedules);
      let lastMinute = 0;

      async function addScheduled() {
        const minute = Math.floor(Date.now() / 60_000);
        if (minute === lastMinute) return;
        lastMinute = minute;
        const due = dueIn(schedules, new Date());
        if (due.length > 0) await transact(async () => due.forEach((item) => addOnce(item, minute)));
      }

      async function fill() {
        do {
          again = false;
          await addScheduled();
          while (!stopping.signal.aborted && running.size < options.concurrency) {
            const job = await claim(names, Date.now());
            if (!job) break;
            const execution = execute(job, options, stopping.signal)
              // The database failed during the job, which runs again after its lease ends.
              .catch(() => {})
              .finally(() => {
                running.delete(execution);
                wake();
              });
            running.add(execution);
          }
        } while (again && !stopping.signal.aborted);
      }
      function wake() {
        if (stopping.signal.aborted) return;
        again = true;
        filling ??= fill()
          .catch(() => {})
          .finally(() => {
            filling = undefined;
          });
      }

      const endHeartbeat = startHeartbeat(options.concurrency);
      wakers.add(wake);
      const poll = setInterval(wake, pollMilliseconds);
      wake();
      return {
        async stop() {
          stopping.abort();
          clearInterval(poll);
          wakers.delete(wake);
          await filling;
          await Promise.all(running);
          await endHeartbeat();
        },
      };
    },

    async drain(options, now) {
      const names = JSON.stringify(options.names);
      const lane = async () => {
        for (;;) {
          const job = await claim(names, Math.max(now.getTime(), Date.now()));
          if (!job) return;
          await execute(job, options, new AbortController().signal);
        }
      };
      await Promise.all(Array.from({ length: options.concurrency }, lane));
    },

    ...sqliteInspection(reading, leaseMilliseconds),
    forgetFailed: (before, limit) =>
      transact(async () => prepare().forget.run({ before: before.getTime(), limit, now: Date.now() }).changes),
  };
}

/** Prepared on first use, because the table does not exist before the migrations. */
function statements(writer: Sqlite.Database) {
  let prepared: ReturnType<typeof prepareAll> | undefined;
  const prepareAll = () => ({
    add: writer.prepare(`
      insert into jobs (name, payload, key, priority, run_at, max_attempts, created_at)
      values (:name, :payload, :key, :priority, :runAt, :maxAttempts, :now)
      on conflict (key) do update set name = excluded.name, payload = excluded.payload, run_at = excluded.run_at,
        priority = excluded.priority, max_attempts = excluded.max_attempts, attempts = 0, last_error = null`),
    // A running job continues. The new job takes its key, and the old one is not tried again.
    detach: writer.prepare<[string, number]>(
      'update jobs set key = null, attempts = max_attempts where key = ? and locked_until >= ?',
    ),
    // Searches each priority separately, because one walk would read all future jobs of one priority before the next.
    claim: writer.prepare<{ names: string; now: number; until: number }, JobRow>(`
      with recursive priorities (priority) as (
        select min(priority) from jobs
        union all select (select min(priority) from jobs where priority > p.priority) from priorities p
        where p.priority is not null)
      update jobs set attempts = attempts + 1, locked_until = :until
      where id = (
        select id from (
          select priority, (
            select id from jobs j
            where j.priority = p.priority and run_at <= :now and attempts < max_attempts
              and (locked_until is null or locked_until < :now) and name in (select value from json_each(:names))
            order by run_at, id limit 1) as id
          from priorities p)
        where id is not null order by priority limit 1)
      returning id, name, payload, attempts, max_attempts, locked_until`),
    schedule: writer.prepare<{ job: string; minute: number }, { job: string }>(`
      insert into job_schedules (job, last_minute) values (:job, :minute)
      on conflict (job) do update set last_minute = :minute where last_minute < :minute
      returning job`),
    renew: writer.prepare<Held & { until: number }>(
      'update jobs set locked_until = :until where id = :id and locked_until = :lock',
    ),
    complete: writer.prepare<Held>('delete from jobs where id = :id and locked_until = :lock'),
    fail: writer.prepare<Held & { runAt: number; message: string; uncounted: number }>(`
      update jobs set run_at = :runAt, last_error = :message, locked_until = null, attempts = attempts - :uncounted
      where id = :id and locked_until = :lock`),
    retry: writer.prepare<{ id: string; now: number }>(`
      update jobs set attempts = 0, run_at = :now, locked_until = null
      where id = cast(:id as integer) and coalesce(locked_until, 0) < :now`),
    discard: writer.prepare<{ id: string; now: number }>(
      'delete from jobs where id = cast(:id as integer) and coalesce(locked_until, 0) < :now',
    ),
    forget: writer.prepare<{ before: number; limit: number; now: number }>(`
      delete from jobs where id in (select id from jobs where ${state} = 'failed' and run_at < :before limit :limit)`),
    beat: writer.prepare(`
      insert into queue_workers (id, host, pid, concurrency, started_at, seen_at)
      values (:id, :host, :pid, :concurrency, :now, :now)
      on conflict (id) do update set seen_at = :now`),
    bury: writer.prepare<[number]>('delete from queue_workers where seen_at < ?'),
    leave: writer.prepare<[string]>('delete from queue_workers where id = ?'),
  });
  return () => (prepared ??= prepareAll());
}

function parameters(job: QueuedJob, now: number) {
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
