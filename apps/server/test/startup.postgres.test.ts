import { createTestDatabase, startCluster } from '@cartwright/db/testing';
import { expect, test } from 'vitest';
import { startServerProcess } from '../src/testing/process.ts';

test('a server that starts before its Postgres waits, says so once, and opens when Postgres is there', async () => {
  const cluster = await startCluster();
  const database = await createTestDatabase({ server: cluster.url });
  const start = await cluster.halt();
  const env = { DATABASE_URL: database.url, DATABASE_START_WAIT_SECONDS: '120', LOG_LEVEL: 'info' };
  const server = startServerProcess(env);
  await expect.poll(() => server.output(), { timeout: 60_000 }).toContain('waiting for the database');
  await start();
  const url = await server.opened;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(server.output().split('waiting for the database')).toHaveLength(2);
  expect(server.output()).toContain('database answers');
  server.kill('SIGTERM');
  expect(await server.ended).toBe(0);

  const startAgain = await cluster.halt();
  const impatient = startServerProcess({ ...env, DATABASE_START_WAIT_SECONDS: '2' });
  expect(await impatient.ended).toBe(1);
  expect(impatient.output()).toContain('The database cannot be reached');
  await startAgain();
  await database.close();
  await cluster.stop();
}, 180_000);
