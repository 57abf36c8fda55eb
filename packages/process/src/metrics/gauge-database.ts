import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '@cartwright/kernel/shop';
import { Gauge, type Registry } from 'prom-client';

/** Milliseconds to wait, because monitoring must report a database that does not answer. */
const timeoutMilliseconds = 1_000;

/** Metrics of the database and its queue. Returns a function that updates them over the probe's connection. */
export function gaugeDatabase(registry: Registry): (db: Shop['db']) => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `cartwright_${name}`, help, labelNames, registers: [registry] });
  const connections = gauge('database_connections', 'Connections of this process, by state: idle or used.', ['state']);
  const waiting = gauge(
    'database_waiting',
    'Requests that wait for a connection; on SQLite, writers that wait for the write lock.',
  );
  const jobs = gauge('queue_jobs', 'Unfinished jobs, by job and state.', ['job', 'state']);
  const age = gauge('queue_oldest_seconds', 'Waiting time in seconds of the oldest job that could run, by job.', [
    'job',
  ]);
  const workers = gauge('queue_workers', 'Workers that send heartbeats.');
  const up = gauge('database_up', '1 if the database answered, otherwise 0.');
  const writable = gauge('database_writable', '1 if the database accepts writes, otherwise 0.');
  const clock = gauge(
    'database_clock_offset_seconds',
    'Seconds by which the clock of this machine is behind the clock of the database.',
  );
  const unknownAgain = [workers, writable, clock];

  return async (db) => {
    const load = db.load();
    connections.set({ state: 'idle' }, load.idle);
    connections.set({ state: 'used' }, load.connections - load.idle);
    waiting.set(load.waiting);
    const [vitals, stats] = await Promise.all([inTime(db.probe.vitals()), inTime(db.probe.queueStats())]);
    up.set(vitals ? 1 : 0);
    // An unknown value must not keep its last reading, nor look like 0.
    jobs.reset();
    age.reset();
    for (const one of unknownAgain) one.remove();
    if (vitals) {
      writable.set(vitals.isWritable ? 1 : 0);
      clock.set(vitals.clockOffset / 1_000);
    }
    if (!stats) return;
    workers.set(stats.workers.length);
    for (const { name, dueSince, waiting, retrying, running, failed } of stats.jobs) {
      const states = Object.entries({ waiting, retrying, running, failed });
      for (const [state, count] of states) jobs.set({ job: name, state }, count);
      age.set({ job: name }, dueSince === null ? 0 : Math.max(0, (Date.now() - dueSince.getTime()) / 1_000));
    }
  };
}

/** Resolves to undefined for an answer that takes too long or fails. */
function inTime<T>(told: Promise<T>): Promise<T | undefined> {
  return Promise.race([told.catch(() => undefined), sleep(timeoutMilliseconds, undefined, { ref: false })]);
}
