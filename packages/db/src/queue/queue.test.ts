import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, DatabaseUnavailable, type JobRun, type QueuedJob, type RunnerOptions } from '../index.ts';
import { startChild } from '../testing/child.ts';
import { gate } from '../testing/gate.ts';
import { createTestDatabase, eventually, inFlight, type TestDatabase } from '../testing/index.ts';

let shop: TestDatabase;
let db: Database;
beforeEach(async () => {
  shop = await createTestDatabase();
  db = shop.db;
});
afterEach(() => shop.close());

const minute = 60_000;
const inTenMinutes = () => new Date(Date.now() + 10 * minute);

test('a job is run with what it was given, and is gone afterwards', async () => {
  const runs = record();
  await add({ name: 'mail', payload: { orderId: 'o1', nested: { deep: ['ü', null, 1] } } });
  await db.queue.drain(runs.options, new Date());
  expect(runs.seen).toEqual([
    { name: 'mail', payload: { orderId: 'o1', nested: { deep: ['ü', null, 1] } }, attempt: 1, maxAttempts: 3 },
  ]);
  expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 });
});

test('a job is not run before its time', async () => {
  const runs = record();
  await add({ name: 'expire', runAt: inTenMinutes() });
  await db.queue.drain(runs.options, new Date(Date.now() + 9 * minute));
  expect(runs.seen).toEqual([]);
  expect(await db.queue.count()).toEqual({ waiting: 1, failed: 0 });
  expect([await db.queue.countDue(new Date()), await db.queue.countDue(inTenMinutes())]).toEqual([0, 1]);
  await db.queue.drain(runs.options, inTenMinutes());
  expect(runs.names()).toEqual(['expire']);
});

test('jobs that are due run in the order of their times', async () => {
  const runs = record();
  const at = (seconds: number) => new Date(Date.now() - minute + seconds * 1_000);
  await add({ name: 'second', runAt: at(2) }, { name: 'third', runAt: at(3) }, { name: 'first', runAt: at(1) });
  await db.queue.drain({ ...runs.options, concurrency: 1 }, new Date());
  expect(runs.names()).toEqual(['first', 'second', 'third']);
});

test('of jobs that are due the more urgent run first, whenever they came', async () => {
  const runs = record();
  const early = new Date(Date.now() - minute);
  await add({ name: 'third', priority: 10, runAt: early }, { name: 'second' }, { name: 'first', priority: -1 });
  await db.queue.drain({ ...runs.options, concurrency: 1 }, new Date());
  expect(runs.names()).toEqual(['first', 'second', 'third']);
});

test('a job that fails runs again after a back-off that grows, until its attempts are used up', async () => {
  const failures: JobRun[] = [];
  const runs = record(() => Promise.reject(new Error('no mail server')));
  const options: RunnerOptions = { ...runs.options, onFailure: (_name, run) => failures.push(run) };
  await add({ name: 'mail', maxAttempts: 3 });

  const start = Date.now();
  await db.queue.drain(options, new Date(start));
  expect(runs.attempts()).toEqual([1]);
  await db.queue.drain(options, new Date(start + 1_000));
  expect(runs.attempts(), 'e seconds are not over').toEqual([1]);

  await db.queue.drain(options, new Date(Date.now() + minute));
  expect(runs.attempts()).toEqual([1, 2, 3]);
  expect(failures.map(({ attempt, maxAttempts }) => [attempt, maxAttempts])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  expect(await db.queue.count()).toEqual({ waiting: 0, failed: 1 });
  await db.queue.drain(options, new Date(Date.now() + 1_000 * minute));
  expect(runs.attempts()).toHaveLength(3);
});

test('a job that fails once and then succeeds leaves nothing behind', async () => {
  const runs = record((_name, _payload, { attempt }) => (attempt === 1 ? Promise.reject(new Error('no')) : undefined));
  await add({ name: 'mail' });
  await db.queue.drain(runs.options, new Date(Date.now() + minute));
  expect(runs.attempts()).toEqual([1, 2]);
  expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 });
});

test('a job with the key of one that waits takes its place, payload, time and all', async () => {
  const runs = record();
  await add({ name: 'expire', key: 'expire:1', payload: { version: 1 } });
  await add({ name: 'expire', key: 'expire:1', payload: { version: 2 }, runAt: inTenMinutes() });
  expect((await db.queue.count()).waiting).toBe(1);
  await db.queue.drain(runs.options, new Date());
  expect(runs.seen).toEqual([]);
  await db.queue.drain(runs.options, inTenMinutes());
  expect(runs.payloads()).toEqual([{ version: 2 }]);
});

test('of two jobs with the same key in one transaction the later one stays', async () => {
  const runs = record();
  await add(
    { name: 'expire', key: 'expire:1', payload: { version: 1 } },
    { name: 'other', key: 'other', payload: {} },
    { name: 'expire', key: 'expire:1', payload: { version: 2 } },
  );
  expect((await db.queue.count()).waiting).toBe(2);
  await db.queue.drain(runs.options, new Date());
  expect(runs.payloads()).toHaveLength(2);
  expect(runs.payloads()).toContainEqual({ version: 2 });
});

test('a job with the key of one that is running is a job of its own', async () => {
  const runs = record(async (_name, payload) => {
    if ((payload as { version: number }).version === 1)
      await add({ name: 'sync', key: 'sync', payload: { version: 2 } });
  });
  await add({ name: 'sync', key: 'sync', payload: { version: 1 } });
  await db.queue.drain(runs.options, new Date());
  expect(runs.payloads()).toEqual([{ version: 1 }, { version: 2 }]);
  expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 });
});

test('draining runs the jobs that jobs add', async () => {
  const runs = record(async (name) => {
    if (name === 'first') await add({ name: 'second' });
    if (name === 'second') await add({ name: 'third' });
  });
  await add({ name: 'first' });
  await db.queue.drain(runs.options, new Date());
  expect(runs.names()).toEqual(['first', 'second', 'third']);
});

test('jobs with a name that nobody handles are left alone', async () => {
  const runs = record();
  await add({ name: 'of a later version' }, { name: 'mail' });
  await db.queue.drain({ ...runs.options, names: ['mail'] }, inTenMinutes());
  expect(runs.names()).toEqual(['mail']);
  expect(await db.queue.count()).toEqual({ waiting: 1, failed: 0 });
});

test('a runner takes jobs that were there before it and jobs that come later, of its own process or of another', async () => {
  const runs = record();
  const other = await shop.openAnother();
  await add({ name: 'before' });
  const runner = await db.queue.start(runs.options);
  await eventually(() => expect(runs.names()).toEqual(['before']));
  await add({ name: 'own' });
  await eventually(() => expect(runs.names()).toContain('own'));
  await other.transact(async (tx) => tx.addJob({ name: 'another', payload: {}, maxAttempts: 1 }));
  await eventually(() => expect(runs.names()).toContain('another'));
  await runner.stop();
  expect(runs.names()).toHaveLength(3);
});

test('two runners run each of a hundred jobs once', async () => {
  const runs = record(() => nextTurn());
  const other = await shop.openAnother();
  const runners = [await db.queue.start(runs.options), await other.queue.start(runs.options)];
  await add(...Array.from({ length: 100 }, (_, number) => ({ name: 'job', payload: { number } })));
  await eventually(() => expect(runs.seen.length).toBeGreaterThanOrEqual(100));
  await Promise.all(runners.map((runner) => runner.stop()));
  expect(new Set(runs.payloads().map((payload) => (payload as { number: number }).number)).size).toBe(100);
  expect(runs.seen).toHaveLength(100);
});

test('thousands of jobs at once are drained, each once', async () => {
  const runs = record();
  const jobs = Array.from({ length: crowd }, (_, number) => ({ name: 'job', payload: { number } }));
  for (let at = 0; at < crowd; at += 1_000) await add(...jobs.slice(at, at + 1_000));
  const started = performance.now();
  const runner = await db.queue.start({ ...runs.options, concurrency: 10 });
  await eventually(async () => expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 }));
  const seconds = (performance.now() - started) / 1_000;
  await runner.stop();
  expect(new Set(runs.payloads().map((payload) => (payload as { number: number }).number)).size).toBe(crowd);
  expect(runs.seen).toHaveLength(crowd);
  if (process.env['QUEUE_JOBS']) console.log(`${db.dialect}: ${Math.round(crowd / seconds)} jobs a second`);
});

test('a runner never runs more jobs at a time than it was told', async () => {
  let running = 0;
  let most = 0;
  const runs = record(async () => {
    running += 1;
    most = Math.max(most, running);
    await nextTurn();
    running -= 1;
  });
  await add(...Array.from({ length: 20 }, () => ({ name: 'job' })));
  const runner = await db.queue.start({ ...runs.options, concurrency: 3 });
  await eventually(() => expect(runs.seen).toHaveLength(20));
  await runner.stop();
  expect(most).toBeLessThanOrEqual(3);
});

test('stopping waits for the job that is running, records its end, and takes no other', async () => {
  const mayEnd = gate();
  const runs = record(() => mayEnd.opened);
  const runner = await db.queue.start({ ...runs.options, concurrency: 1 });
  await add({ name: 'long' }, { name: 'next' });
  await eventually(() => expect(runs.seen).toHaveLength(1));
  let stopped = false;
  const stopping = inFlight(
    runner.stop().then(() => {
      stopped = true;
    }),
  );
  await db.queue.count();
  expect(stopped).toBe(false);
  mayEnd.open();
  await stopping;
  expect(runs.seen).toHaveLength(1);
  expect(await db.queue.count()).toEqual({ waiting: 1, failed: 0 });
  const second = record();
  await db.queue.drain(second.options, new Date());
  expect(second.attempts(), 'the job that had ended does not run again').toEqual([1]);
});

test('the job of a worker that was killed runs again, and counts as another attempt', async () => {
  await add({ name: 'endless' });
  const child = startChild(new URL('worker.child.ts', import.meta.url), shop.url);
  await child.says('running');
  child.kill('SIGKILL');
  expect(await child.ended).toBe('SIGKILL');

  const runs = record();
  const survivor = await shop.openAnother({ jobLeaseMilliseconds: 300 });
  const runner = await survivor.queue.start(runs.options);
  await eventually(() => expect(runs.attempts()).toEqual([2]));
  await runner.stop();
  expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 });
});

test('a worker that was held up for longer than its lease says nothing more about a job that another has', async () => {
  await add({ name: 'endless' });
  const child = startChild(new URL('worker.child.ts', import.meta.url), shop.url);
  await child.says('running');
  child.kill('SIGSTOP');

  const mayEnd = gate();
  const runs = record(() => mayEnd.opened);
  const survivor = await shop.openAnother({ jobLeaseMilliseconds: 300 });
  const runner = await survivor.queue.start(runs.options);
  await eventually(() => expect(runs.attempts()).toEqual([2]));
  child.kill('SIGCONT');
  child.tell('now');
  await child.says('failing');
  // The write that follows has no effect to wait for.
  await sleep(300);
  expect(await db.queue.list({ limit: 10 })).toMatchObject([{ state: 'running', attempts: 2, lastError: null }]);
  child.kill('SIGKILL');
  await child.ended;
  mayEnd.open();
  await runner.stop();
  expect(runs.attempts()).toEqual([2]);
  expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 });
});

test('a job that the database keeps from running runs again without a try being counted', async () => {
  let isAway = true;
  const runs = record(async () => {
    if (isAway) throw new DatabaseUnavailable('away');
  });
  await add({ name: 'job', maxAttempts: 1 });
  const runner = await db.queue.start(runs.options);
  await eventually(() => expect(runs.seen.length).toBeGreaterThan(2));
  isAway = false;
  await eventually(async () => expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 }));
  await runner.stop();
  expect(new Set(runs.attempts())).toEqual(new Set([1]));
});

test('a worker that stops during an outage puts its job back with the same number of tries left', async () => {
  const runs = record(async () => {
    throw new DatabaseUnavailable('away');
  });
  await add({ name: 'job', maxAttempts: 1 });
  const runner = await db.queue.start(runs.options);
  await eventually(() => expect(runs.seen.length).toBeGreaterThan(0));
  await runner.stop();
  expect(await db.queue.list({ limit: 10 })).toMatchObject([{ state: 'waiting', attempts: 0 }]);
});

test('a service that refuses connections uses up tries, because only the database may keep a worker waiting', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const runs = record(async () => {
    throw refused;
  });
  await add({ name: 'job', maxAttempts: 1 });
  await db.queue.drain(runs.options, new Date());
  expect(await db.queue.count()).toEqual({ waiting: 0, failed: 1 });
});

test('a worker that is alive keeps a job for longer than its lease', async () => {
  const lease = 3_000;
  const mayEnd = gate();
  const runs = record(() => mayEnd.opened);
  const one = await shop.openAnother({ jobLeaseMilliseconds: lease });
  const two = await shop.openAnother({ jobLeaseMilliseconds: lease });
  const first = await one.queue.start(runs.options);
  await add({ name: 'long' });
  await eventually(() => expect(runs.seen).toHaveLength(1));
  const second = await two.queue.start(runs.options);
  // The test waits for a time, because nothing may happen here.
  await sleep(2 * lease);
  await add({ name: 'next' });
  await eventually(() => expect(runs.names()).toContain('next'));
  mayEnd.open();
  await Promise.all([first.stop(), second.stop()]);
  expect(runs.names()).toEqual(['long', 'next']);
});

test('a worker killed in the last attempt leaves a job that counts as failed, not as waiting', async () => {
  await add({ name: 'endless', maxAttempts: 1 });
  const child = startChild(new URL('worker.child.ts', import.meta.url), shop.url);
  await child.says('running');
  child.kill('SIGKILL');
  await child.ended;

  const survivor = await shop.openAnother({ jobLeaseMilliseconds: 300 });
  const runner = await survivor.queue.start(record().options);
  await eventually(async () => expect(await db.queue.count()).toEqual({ waiting: 0, failed: 1 }));
  await runner.stop();
});

/** QUEUE_JOBS=100000 runs that many jobs and prints the rate. */
const crowd = Number(process.env['QUEUE_JOBS'] ?? 10_000);

async function add(...jobs: (Partial<QueuedJob> & { name: string })[]): Promise<void> {
  await db.transact(async (tx) => {
    for (const job of jobs) tx.addJob({ payload: {}, maxAttempts: 3, ...job });
  });
}

interface Seen {
  name: string;
  payload: unknown;
  attempt: number;
  maxAttempts: number;
}

/** Runner options for every name that the tests use, and a record of the jobs that ran. */
function record(work: (name: string, payload: unknown, run: JobRun) => Promise<void> | undefined | void = () => {}) {
  const seen: Seen[] = [];
  const names = 'mail expire first second third other sync before own another job long next endless'.split(' ');
  const options: RunnerOptions = {
    names,
    concurrency: 4,
    async run(name, payload, run) {
      seen.push({ name, payload, attempt: run.attempt, maxAttempts: run.maxAttempts });
      await work(name, payload, run);
    },
  };
  return {
    seen,
    options,
    names: () => seen.map(({ name }) => name),
    payloads: () => seen.map(({ payload }) => payload),
    attempts: () => seen.map(({ attempt }) => attempt),
  };
}
