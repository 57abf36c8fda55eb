import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { onDatabase } from '../testing/server.ts';
import { addJobs, jobsParameter } from './postgres.ts';

const shop = await createTestDatabase();
const { db } = shop;
afterAll(() => shop.close());

test('a worker that could not record the end of a job goes on working, and that job runs again', async () => {
  const ends = `create function refuse() returns trigger language plpgsql as $$ begin raise 'disk full'; end $$;
    create trigger refuse before delete on graphile_worker._private_jobs for each row execute function refuse()`;
  await onDatabase(shop.url, ends);
  const seen: string[] = [];
  const one = await shop.openAnother({ jobLeaseMilliseconds: 300 });
  const runner = await one.queue.start({
    names: ['job'],
    concurrency: 1,
    run: async (_name, payload) => {
      seen.push((payload as { number: string }).number);
    },
  });
  await add('first');
  await vi.waitFor(() => expect(seen).toEqual(['first']), waiting);
  await onDatabase(shop.url, 'drop trigger refuse on graphile_worker._private_jobs');
  await add('second');
  await vi.waitFor(async () => expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 }), waiting);
  await runner.stop();
  expect(seen.filter((number) => number === 'second')).toEqual(['second']);
  expect(seen.filter((number) => number === 'first').length).toBeGreaterThan(1);
});

test('behind a pooler, whatever needs a session goes past it', async () => {
  const direct = new URL(shop.url);
  direct.searchParams.set('application_name', 'direct');
  const pooled = await shop.openAnother({ directUrl: direct.href });
  const seen: unknown[] = [];
  const run = async (_name: string, payload: unknown) => void seen.push(payload);
  const heard = pooled.listen({ onNotice: () => {}, onGap: () => {} });
  const runner = await pooled.queue.start({ names: ['job'], concurrency: 2, run });
  await add('only');
  await vi.waitFor(() => expect(seen).toEqual([{ number: 'only' }]), waiting);
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
  await vi.waitFor(
    async () => expect(await listening()).toEqual(['direct: "jobs:insert"', 'direct: cartwright']),
    waiting,
  );
  heard.stop();
  await runner.stop();
});

test('adding a job reads none of those that wait', async () => {
  const client = new pg.Client({ connectionString: shop.url });
  await client.connect();
  const connection = drizzle(client);
  const job = { name: 'job', payload: {}, maxAttempts: 1 };
  // Plans are kept from the sixth time on, while few jobs wait.
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

const waiting = { timeout: 15_000, interval: 20 };

async function add(number: string): Promise<void> {
  await db.transact(async (tx) => tx.addJob({ name: 'job', payload: { number }, maxAttempts: 20 }));
}
