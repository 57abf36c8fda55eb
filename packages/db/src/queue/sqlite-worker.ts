import type { ParsedCronItem } from 'graphile-worker';
import { isDatabaseAway } from '../engine/errors.ts';
import { runThroughOutage } from './outage.ts';
import { backOffSeconds, type Runner, type RunnerOptions } from './queue.ts';
import { dueIn, parseSchedules, scheduleKey } from './schedules.ts';
import type { SqliteConnections } from './sqlite-connections.ts';
import { startHeartbeat } from './sqlite-heartbeat.ts';
import { addJobs } from './sqlite-jobs.ts';

const pollMilliseconds = 500;

export interface Worker extends Runner {
  /** Makes the worker look for jobs before its next poll. */
  wake(): void;
}

/** Takes jobs when it is woken, when one of its jobs is done, and twice a second. */
export function startWorker(connections: SqliteConnections, options: RunnerOptions): Worker {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const addScheduled = scheduler(connections, options);
  let filling: Promise<void> | undefined;
  let again = false;

  async function fill() {
    do {
      again = false;
      await addScheduled();
      while (!stopping.signal.aborted && running.size < options.concurrency) {
        const job = await claim(connections, options.names, Date.now());
        if (!job) break;
        const execution = execute(connections, job, options, stopping.signal)
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

  const heartbeat = startHeartbeat(connections, options.concurrency);
  const poll = setInterval(wake, pollMilliseconds);
  wake();
  return {
    wake,
    async stop() {
      stopping.abort();
      clearInterval(poll);
      await filling;
      await Promise.all(running);
      await heartbeat.stop();
    },
  };
}

/** Runs the jobs that are due at `now`, and those that they add, until none is left. */
export async function runDueJobs(connections: SqliteConnections, options: RunnerOptions, now: Date): Promise<void> {
  const lane = async () => {
    for (;;) {
      const job = await claim(connections, options.names, Math.max(now.getTime(), Date.now()));
      if (!job) return;
      await execute(connections, job, options, new AbortController().signal);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, lane));
}

/** Returns a function that adds the jobs of the current minute's schedules when it is first called in the minute. */
function scheduler({ writer, transact }: SqliteConnections, options: RunnerOptions): () => Promise<void> {
  const schedules = parseSchedules(options.schedules);
  let lastMinute = 0;
  /** The first worker of a minute adds the job. Others find that it was added. */
  const addOnce = ({ task: name, options: { maxAttempts = 1, priority = 0 } }: ParsedCronItem, minute: number) => {
    if (!writer.prepare(schedule).get({ job: name, minute })) return;
    addJobs(writer, [{ name, payload: {}, maxAttempts, priority, key: scheduleKey(name) }]);
  };
  return async () => {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute === lastMinute) return;
    lastMinute = minute;
    const due = dueIn(schedules, new Date());
    if (due.length > 0) await transact(async () => due.forEach((item) => addOnce(item, minute)));
  };
}

interface ClaimedJob {
  id: number;
  name: string;
  payload: string;
  attempts: number;
  max_attempts: number;
  locked_until: number;
}

/** Locks the next job that is due at `now`, and counts the try. */
function claim({ writer, transact, leaseMilliseconds }: SqliteConnections, names: readonly string[], now: number) {
  const values = { names: JSON.stringify(names), now, until: now + leaseMilliseconds };
  return transact(async () => writer.prepare<typeof values, ClaimedJob>(claimNext).get(values));
}

/** Runs a job and records its end. */
async function execute(
  { writer, transact, leaseMilliseconds }: SqliteConnections,
  job: ClaimedJob,
  { run, onFailure }: RunnerOptions,
  stopping: AbortSignal,
): Promise<void> {
  const insist = (work: () => Promise<unknown>) =>
    runThroughOutage(async () => void (await work()), { milliseconds: leaseMilliseconds / 2, stopping });
  const jobRun = { id: String(job.id), attempt: job.attempts, maxAttempts: job.max_attempts };
  // Another worker's lock has another end, so that this worker can no longer change a job that it lost.
  const held = { id: job.id, lock: job.locked_until };
  const renewLock = async () => {
    const until = Date.now() + leaseMilliseconds;
    if (writer.prepare(renew).run({ ...held, until }).changes > 0) held.lock = until;
  };
  const renewals = setInterval(() => void transact(renewLock).catch(() => {}), leaseMilliseconds / 3);
  try {
    await insist(() => run(job.name, JSON.parse(job.payload), jobRun));
    await insist(() => transact(async () => writer.prepare(complete).run(held)));
  } catch (error) {
    onFailure?.(job.name, jobRun, error);
    const message = error instanceof Error ? error.message : String(error);
    const runAt = Math.round(Date.now() + backOffSeconds(job.attempts) * 1_000);
    const uncounted = isDatabaseAway(error) ? 1 : 0;
    await insist(() => transact(async () => writer.prepare(fail).run({ ...held, runAt, message, uncounted })));
  } finally {
    clearInterval(renewals);
  }
}

/** Searches each priority separately, because one walk would read all future jobs of one priority before the next. */
const claimNext = `
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
  returning id, name, payload, attempts, max_attempts, locked_until`;

const schedule = `
  insert into job_schedules (job, last_minute) values (:job, :minute)
  on conflict (job) do update set last_minute = :minute where last_minute < :minute
  returning job`;

const renew = 'update jobs set locked_until = :until where id = :id and locked_until = :lock';

const complete = 'delete from jobs where id = :id and locked_until = :lock';

const fail = `
  update jobs set run_at = :runAt, last_error = :message, locked_until = null, attempts = attempts - :uncounted
  where id = :id and locked_until = :lock`;
