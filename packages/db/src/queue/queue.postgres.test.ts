import { afterAll, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../testing/index.ts';
import { onDatabase } from '../testing/server.ts';

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

const waiting = { timeout: 15_000, interval: 20 };

async function add(number: string): Promise<void> {
  await db.transact(async (tx) => tx.addJob({ name: 'job', payload: { number }, maxAttempts: 20 }));
}
