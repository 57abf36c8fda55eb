import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { translateError } from '../engine/errors.ts';
import type { DatabaseFacts, MigrationProgress } from './facts.ts';
import { compareMigrations, countStatements, historyTable, migrationsOf } from './files.ts';

/** Any number works, as long as every version of this project uses the same one. */
const lock = 7_237_081_946;

/** Applies the missing migrations, including graphile-worker's, under a lock against other processes. */
export async function migratePostgres(url: string, onProgress?: MigrationProgress): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [lock]);
    await client.query('begin');
    await client.query(
      `create table if not exists ${historyTable} (hash text primary key, applied_at timestamptz not null default now())`,
    );
    const known = await appliedHashes(client);
    const missing = migrationsOf('postgres').filter(({ hash }) => !known.has(hash));
    const progress = countStatements(missing, onProgress);
    for (const migration of missing) {
      for (const statement of migration.sql) {
        await client.query(statement);
        progress();
      }
      await client.query(`insert into ${historyTable} (hash) values ($1)`, [migration.hash]);
    }
    await client.query('commit');
    await runMigrations({ connectionString: url, maxPoolSize: 2, logger: silent });
    await client.query(tuneAddJobs);
    return missing.length;
  } catch (error) {
    throw translateError(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Tunes graphile-worker's add_jobs(). By default each call plans its search by key again, or with a plan made for few
 * jobs reads all of them. Its pg_notify() makes transactions commit one after the other, each with a sync of its own;
 * here it calls an empty function instead, and the server wakes workers after the commit.
 */
const tuneAddJobs = `
  do $$ begin
    create schema if not exists cartwright_quiet;
    create or replace function cartwright_quiet.pg_notify(text, text) returns void language sql as '';
    if exists (
      select from pg_proc where oid = 'graphile_worker.add_jobs'::regproc
      and coalesce(not 'search_path=cartwright_quiet, pg_catalog' = any (proconfig), true)
    ) then
      alter function graphile_worker.add_jobs
        set enable_seqscan = off
        set plan_cache_mode = force_generic_plan
        set search_path = cartwright_quiet, pg_catalog;
    end if;
  end $$`;

export async function isPostgresMigrated(pool: pg.Pool): Promise<boolean> {
  return (await describePostgres(pool)).missing === 0;
}

export async function describePostgres(pool: pg.Pool): Promise<DatabaseFacts> {
  try {
    const { rows } = await pool.query<{ version: string; now: Date; exists: boolean }>(
      `select 'PostgreSQL ' || current_setting('server_version') as version, clock_timestamp() as now,
              to_regclass($1) is not null as exists`,
      [historyTable],
    );
    const [{ version, now, exists } = { version: '', now: new Date(), exists: false }] = rows;
    return { version, now, ...compareMigrations('postgres', exists ? await appliedHashes(pool) : new Set()) };
  } catch (error) {
    throw translateError(error);
  }
}

async function appliedHashes(client: Pick<pg.Client, 'query'>): Promise<Set<string>> {
  const { rows } = await client.query<{ hash: string }>(`select hash from ${historyTable}`);
  return new Set(rows.map(({ hash }) => hash));
}

const silent = new Logger(() => () => {});
