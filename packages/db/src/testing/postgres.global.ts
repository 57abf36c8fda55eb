import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../index.ts';
import { startCluster } from './cluster.ts';
import { addressOf, onServer } from './server.ts';

export default async function setup(project: TestProject) {
  const given = process.env['TEST_DATABASE_URL'];
  const cluster = given ? undefined : await startCluster();
  const server = given ?? addressOf(cluster!.url, 'postgres');
  const name = `cartwright_test_${randomBytes(4).toString('hex')}`;
  await onServer(server, `create database ${name}`).catch((error: Error) => {
    throw new Error(`The Postgres server of the tests (TEST_DATABASE_URL) cannot be used: ${error.message}`);
  });
  const db = await openDatabase(addressOf(server, name));
  await db.migrate();
  await db.close();
  project.provide('databaseTemplate', { dialect: 'postgres', server, name });
  return async () => {
    if (cluster) await cluster.stop();
    else await onServer(server, `drop database if exists ${name} with (force)`);
  };
}
