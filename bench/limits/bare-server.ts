import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import Sqlite from 'better-sqlite3';
import { Hono } from 'hono';
import pg from 'pg';
import { answerRounds } from '../setting/beside.ts';
import { listQuery } from './list-query.ts';

interface Settings {
  /** The file whose bytes `/bytes` sends. */
  readonly bytes?: string;
  /** The database that `/query` reads. */
  readonly databaseUrl?: string;
}

/** Hono with minimal work: the same bytes, or the rows of one prepared query. Answers with its port. */
await answerRounds<Settings>(async ({ bytes, databaseUrl }) => {
  const app = new Hono();
  if (bytes !== undefined) {
    const body = readFileSync(bytes, 'utf8');
    app.get('/bytes', (c) => c.body(body, 200, { 'content-type': 'application/json' }));
  }
  if (databaseUrl !== undefined) {
    const query = databaseUrl.startsWith('sqlite:')
      ? onSqlite(databaseUrl.slice('sqlite:'.length))
      : onPostgres(databaseUrl);
    app.get('/query', async (c) => c.json(await query()));
  }
  const port = await new Promise<number>((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
  return async () => port;
});

function onSqlite(path: string): () => unknown {
  const statement = new Sqlite(path, { readonly: true }).prepare(listQuery('sqlite'));
  return () => statement.all();
}

function onPostgres(url: string): () => Promise<unknown> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const text = listQuery('postgres');
  return async () => (await pool.query({ name: 'list', text })).rows;
}
