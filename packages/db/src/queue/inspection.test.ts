import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, mostWorkers, type QueuedJob, type RunnerOptions } from '../index.ts';
import { gate } from '../testing/gate.ts';
import { createTestDatabase, eventually, onDatabase, type TestDatabase } from '../testing/index.ts';

let shop: TestDatabase;
let db: Database;
beforeEach(async () => {
  shop = await createTestDatabase();
  db = shop.db;
});
afterEach(() => {
  vi.unstubAllGlobals();
  return shop.close();
});

const minute = 60_000;

test('every job that is not done is listed, newest first, with its state and why it failed last', async () => {
  const later = new Date(Date.now() + 10 * minute);
  await add({ name: 'fails', payload: { orderId: 'o1' }, maxAttempts: 1 });
  await add({ name: 'fails', maxAttempts: 5 });
  await drain();
  await add({ name: 'works', key: 'one', runAt: later });

  const [third, second, first] = await db.queue.list({ limit: 10 });
  expect(first).toMatchObject({
    name: 'fails',
    payload: { orderId: 'o1' },
    state: 'failed',
    attempts: 1,
    maxAttempts: 1,
    lastError: 'no mail server',
  });
  expect(second).toMatchObject({ state: 'retrying', attempts: 1, maxAttempts: 5, lastError: 'no mail server' });
  expect(second?.runAt.getTime()).toBeGreaterThan(Date.now());
  expect(third).toMatchObject({ name: 'works', state: 'waiting', key: 'one', runAt: later, lastError: null });
  expect(third?.createdAt.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);

  const ids = async (filter: object) => (await db.queue.list({ limit: 10, ...filter })).map(({ id }) => id);
  expect(await ids({ state: 'failed' })).toEqual([first?.id]);
  expect(await ids({ name: 'works' })).toEqual([third?.id]);
  expect(await ids({ limit: 1 })).toEqual([third?.id]);
  expect(await ids({ before: second?.id })).toEqual([first?.id]);
  expect(await db.queue.find(first?.id ?? '')).toEqual(first);
  for (const nobody of ['0', '999999', 'x', '1; drop', '9'.repeat(30)])
    expect(await db.queue.find(nobody)).toBeUndefined();
});

test('a job that failed for good runs again, with all its attempts, when it is retried', async () => {
  await add({ name: 'fails', maxAttempts: 2 });
  await drain(new Date(Date.now() + minute));
  const [failed] = await db.queue.list({ limit: 1 });
  expect(failed).toMatchObject({ state: 'failed', attempts: 2 });
  expect(await db.transact((tx) => tx.retryJob(failed?.id ?? ''))).toBe(true);
  expect(await db.queue.find(failed?.id ?? '')).toMatchObject({ state: 'waiting', attempts: 0 });
  works = true;
  await drain();
  expect(await db.queue.list({ limit: 1 })).toEqual([]);
});

test('a job that is discarded is gone, and not with a transaction that rolls back', async () => {
  await add({ name: 'works' });
  const [job] = await db.queue.list({ limit: 1 });
  const id = job?.id ?? '';
  const rollback = db.transact(async (tx) => {
    expect(await tx.discardJob(id)).toBe(true);
    throw new Error('roll back');
  });
  await expect(rollback).rejects.toThrow('roll back');
  expect(await db.queue.find(id)).toEqual(job);
  expect(await db.transact((tx) => tx.discardJob(id))).toBe(true);
  expect(await db.queue.find(id)).toBeUndefined();
  for (const nobody of [id, 'x', '0', '9'.repeat(30)]) {
    expect(await db.transact((tx) => tx.discardJob(nobody))).toBe(false);
    expect(await db.transact((tx) => tx.retryJob(nobody))).toBe(false);
  }
});

test('a job that is running can be neither retried nor discarded', async () => {
  const mayEnd = gate();
  let begun = 0;
  const run = async () => {
    begun += 1;
    await mayEnd.opened;
  };
  await add({ name: 'works' });
  const runner = await db.queue.start({ ...options, run });
  await eventually(() => expect(begun).toBe(1));
  const [job] = await db.queue.list({ state: 'running', limit: 1 });
  expect(job).toMatchObject({ name: 'works', state: 'running', attempts: 1 });
  expect(await db.transact((tx) => tx.retryJob(job?.id ?? ''))).toBe(false);
  expect(await db.transact((tx) => tx.discardJob(job?.id ?? ''))).toBe(false);
  mayEnd.open();
  await runner.stop();
  expect(begun).toBe(1);
  expect(await db.queue.list({ limit: 1 })).toEqual([]);
});

test('the figures count the jobs of each name by state, and name the workers that live', async () => {
  const due = new Date(Date.now() - 10 * minute);
  await add({ name: 'fails', maxAttempts: 1 }, { name: 'fails', maxAttempts: 9 });
  await drain();
  await add({ name: 'works', runAt: due }, { name: 'works', runAt: new Date(Date.now() + 10 * minute) });
  const none = { waiting: 0, retrying: 0, running: 0, failed: 0, dueSince: null };
  expect(await db.queue.stats()).toEqual({
    jobs: [
      { ...none, name: 'fails', retrying: 1, failed: 1 },
      { ...none, name: 'works', waiting: 2, dueSince: due },
    ],
    workers: [],
  });

  const one = await shop.openAnother({ jobLeaseMilliseconds: 300 });
  const runner = await one.queue.start({ ...options, concurrency: 3 });
  const living = async () => (await one.queue.stats()).workers;
  await eventually(async () => expect(await living()).toMatchObject([{ concurrency: 3, pid: process.pid }]));
  const [worker] = await living();
  await eventually(async () =>
    expect((await living())[0]?.seenAt.getTime()).toBeGreaterThan(worker?.seenAt.getTime() ?? 0),
  );
  expect((await living())[0]?.startedAt).toEqual(worker?.startedAt);
  await runner.stop();
  expect(await living()).toEqual([]);
});

test('the figures name the newest workers, oldest first, however many live', async () => {
  const isPostgres = db.dialect === 'postgres';
  const now = isPostgres ? 'now()' : Date.now();
  const rows = Array.from({ length: mostWorkers + 1 }, (_, index) => {
    const startedAt = isPostgres ? `now() - interval '${1_000 - index} seconds'` : Date.now() - (1_000 - index) * 1_000;
    return `('worker-${index}', 'host', ${index}, 1, ${startedAt}, ${now})`;
  });
  const columns = 'id, host, pid, concurrency, started_at, seen_at';
  await onDatabase(shop.url, `insert into queue_workers (${columns}) values ${rows.join(', ')}`);
  const { workers } = await db.queue.stats();
  expect(workers.map(({ pid }) => pid)).toEqual(Array.from({ length: mostWorkers }, (_, index) => index + 1));
});

test('failed jobs are forgotten when they are old, a few at a time, and others never', async () => {
  await add(...Array.from({ length: 3 }, () => ({ name: 'fails', maxAttempts: 1 })));
  await add({ name: 'fails', maxAttempts: 9 });
  await drain();
  await add({ name: 'works', runAt: new Date(Date.now() - minute) });
  expect(await db.queue.forgetFailed(new Date(Date.now() - minute), 10)).toBe(0);
  const soon = new Date(Date.now() + 24 * 60 * minute);
  expect(await db.queue.forgetFailed(soon, 2)).toBe(2);
  expect(await db.queue.forgetFailed(soon, 2)).toBe(1);
  expect(await db.queue.forgetFailed(soon, 2)).toBe(0);
  expect((await db.queue.list({ limit: 9 })).map(({ state }) => state)).toEqual(['waiting', 'retrying']);
});

test('of several workers one adds the job of a schedule, and what failed gives way to the next', async () => {
  const runs: [number, number][] = [];
  const run: RunnerOptions['run'] = async (_name, _payload, { attempt, maxAttempts }) => {
    runs.push([attempt, maxAttempts]);
    throw new Error('never');
  };
  const databases = [db, await shop.openAnother(), await shop.openAnother()];
  // This process's clock is a second before a minute that has already begun for the database.
  for (const minutesAgo of [1, 0]) {
    const offset = -(Date.now() % minute) - 1_000 - minutesAgo * minute;
    const due = new Date(Date.now() + offset + 1_000);
    vi.stubGlobal('Date', shiftedDate(offset));
    const schedules = [{ job: 'fails', cron: `${due.getUTCMinutes()} * * * *` }];
    const runners = await Promise.all(databases.map((one) => one.queue.start({ ...options, run, schedules })));
    await eventually(() => expect(runs).toHaveLength(2 - minutesAgo));
    // The test waits for a time, because nothing more may happen.
    await sleep(600);
    await Promise.all(runners.map((runner) => runner.stop()));
    vi.unstubAllGlobals();
    expect(await db.queue.list({ limit: 9 })).toMatchObject([{ state: 'failed', payload: {}, attempts: 1 }]);
    expect([...(await db.queue.lastScheduled())]).toEqual([['fails', due]]);
  }
  expect(runs).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

let works = false;
const options: RunnerOptions = {
  names: ['fails', 'works'],
  concurrency: 1,
  run: async (name) => {
    if (name === 'fails' && !works) throw new Error('no mail server');
  },
};
beforeEach(() => {
  works = false;
});

const drain = (now = new Date()) => db.queue.drain(options, now);

async function add(...jobs: (Partial<QueuedJob> & { name: string })[]): Promise<void> {
  await db.transact(async (tx) => {
    for (const job of jobs) tx.addJob({ payload: {}, maxAttempts: 3, ...job });
  });
}

function shiftedDate(offset: number): DateConstructor {
  const Real = Date;
  return class extends Real {
    constructor(...values: [] | [number]) {
      if (values.length === 0) super(Real.now() + offset);
      else super(...values);
    }
    static override now = () => Real.now() + offset;
  } as DateConstructor;
}
