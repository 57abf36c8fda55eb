import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../index.ts';
import { createTestDatabase, eventually } from '../testing/index.ts';
import { startNetwork } from '../testing/network.ts';
import { onDatabase } from '../testing/server.ts';
import { addJobs, jobsParameter } from './postgres-jobs.ts';

const shop = await createTestDatabase();
const { db } = shop;
afterAll(() => shop.close());

test('a worker that could not record the ends of jobs goes on working, and those jobs run again', async () => {
  const refusal = `create function refuse() returns trigger language plpgsql as $$
      begin perform pg_sleep(0.3); raise 'disk full'; end $$;
    create trigger refuse before delete on graphile_worker._private_jobs for each row execute function refuse()`;
  await onDatabase(shop.url, refusal);
  const ended: string[] = [];
  // A lease that no test waits for.
  const one = await shop.openAnother({ jobLeaseMilliseconds: 3_600_000 });
  // The second job ends while the end of the first one is refused. The third ends after both were refused.
  const takes: Record<string, number> = { first: 0, second: 100, third: 1_000 };
  const runner = await one.queue.start({
    names: ['job'],
    concurrency: 3,
    run: async (_name, payload) => {
      const { number } = payload as { number: string };
      await sleep(takes[number] ?? 0);
      ended.push(number);
      if (number === 'third' && ended.length === 3) throw new Error('not yet');
    },
  });
  for (const number of ['first', 'second', 'third']) await add(number);
  await eventually(() => expect(ended).toEqual(['first', 'second', 'third']));
  await onDatabase(shop.url, 'drop trigger refuse on graphile_worker._private_jobs');
  await add('fourth');
  await eventually(async () => expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 }));
  await runner.stop();
  expect(ended.slice(3).sort()).toEqual(['first', 'fourth', 'second', 'third']);
});

test('an outage of the pooler uses up no try of a job, however often the worker puts it back', async () => {
  const network = await startNetwork(shop.url);
  const pooled = await openDatabase(network.url, { directUrl: shop.url, poolSize: 2, jobLeaseMilliseconds: 400 });
  const attempts: number[] = [];
  const failures: string[] = [];
  const done: unknown[] = [];
  const runner = await pooled.queue.start({
    names: ['charge'],
    concurrency: 2,
    run: async (_name, payload, { attempt }) => {
      attempts.push(attempt);
      await pooled.read.$count(pooled.tables.users);
      done.push(payload);
    },
    onFailure: (name) => failures.push(name),
  });
  network.setDown(true);
  await db.transact(async (tx) => {
    for (let number = 0; number < 6; number += 1) tx.addJob({ name: 'charge', payload: { number }, maxAttempts: 1 });
  });
  // Some jobs have been put back and taken again.
  await eventually(() => expect(failures.length).toBeGreaterThan(6));
  network.setDown(false);
  await eventually(() => expect(done).toHaveLength(6));
  await runner.stop();
  expect(new Set(attempts)).toEqual(new Set([1]));
  expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 });
  await pooled.close();
  network.close();
});

test('behind a pooler, whatever needs a session goes past it', async () => {
  const direct = new URL(shop.url);
  direct.searchParams.set('application_name', 'direct');
  const pooled = await shop.openAnother({ directUrl: direct.href });
  const seen: unknown[] = [];
  const run = async (_name: string, payload: unknown) => void seen.push(payload);
  const heard = pooled.listen({ onNotification: () => {}, onGap: () => {} });
  const runner = await pooled.queue.start({ names: ['job'], concurrency: 2, run });
  await add('only');
  await eventually(() => expect(seen).toEqual([{ number: 'only' }]));
  const listening = async () => {
    const client = new pg.Client({ connectionString: shop.url });
    await client.connect();
    const { rows } = await client.query<{ application: string; query: string }>(
      `select application_name as application, query from pg_stat_activity
       where datname = current_database() and query ilike 'listen %'`,
    );
    await client.end();
    return rows.map(({ application, query }) => `${application}: ${query.split(/[\s;]+/)[1]}`).sort();
  };
  await eventually(async () => expect(await listening()).toEqual(['direct: "jobs:insert"', 'direct: cartwright']));
  heard.stop();
  await runner.stop();
});

test('adding a job reads none of those that wait', async () => {
  const client = new pg.Client({ connectionString: shop.url });
  await client.connect();
  const connection = drizzle(client);
  const job = { name: 'job', payload: {}, maxAttempts: 1 };
  // Postgres keeps a plan from the sixth run on, while few jobs wait.
  for (let time = 0; time < 10; time += 1)
    await connection.execute(addJobs(jobsParameter([job, { ...job, key: 'key' }])));
  await connection.execute(addJobs(jobsParameter(Array.from({ length: 500 }, () => job))));
  await client.query('begin');
  await connection.execute(addJobs(jobsParameter([job, { ...job, key: 'key' }])));
  const { rows } = await client.query(
    `select seq_tup_read::int as read from pg_stat_xact_all_tables where relid = 'graphile_worker._private_jobs'::regclass`,
  );
  await client.query('rollback');
  await client.end();
  expect(rows).toEqual([{ read: 0 }]);
});

test('workers hear of new jobs after the commit, of many transactions at a time', async () => {
  const client = new pg.Client({ connectionString: shop.url });
  await client.connect();
  await client.query('listen "jobs:insert"');
  const heard: unknown[] = [];
  client.on('notification', ({ payload = '' }) => heard.push(JSON.parse(payload).count));

  const job = { name: 'job', payload: {}, maxAttempts: 1 };
  // graphile-worker's migrations leave the function like this when they recreate it.
  await client.query('alter function graphile_worker.add_jobs reset search_path');
  await db.migrate();
  await drizzle(client).execute(addJobs(jobsParameter([job, job])));
  await client.query(`notify "jobs:insert", '{"count":"nothing before"}'`);
  await eventually(() => expect(heard).toEqual(['nothing before']));

  heard.length = 0;
  await Promise.all(Array.from({ length: 40 }, (_, index) => add(String(index))));
  const sum = () => heard.reduce((total: number, count) => total + Number(count), 0);
  await eventually(() => expect(sum()).toBe(40));
  expect(heard.length).toBeLessThan(40);
  await client.end();
});

test('a worker finds a job that whoever added it did not live to tell of', async () => {
  const seen: unknown[] = [];
  const run = async (_name: string, payload: unknown) => void seen.push(payload);
  const runner = await db.queue.start({ names: ['untold'], concurrency: 1, run });
  await onDatabase(
    shop.url,
    `select graphile_worker.add_jobs(array[json_populate_record(
       null::graphile_worker.job_spec, '{"identifier":"untold","payload":{"number":1}}')])`,
  );
  await eventually(() => expect(seen).toEqual([{ number: 1 }]));
  await runner.stop();
});

async function add(number: string): Promise<void> {
  await db.transact(async (tx) => tx.addJob({ name: 'job', payload: { number }, maxAttempts: 20 }));
}
