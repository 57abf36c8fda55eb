import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { translateError } from '../engine/errors.ts';
import { historyTable, migrationsOf } from './files.ts';

/** Any number, as long as every version of this project takes the same one. */
const lock = 7_237_081_946;

/** Applies what is missing, graphile-worker's schema included, while no other process can. */
export async function migratePostgres(url: string): Promise<void> {
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
    for (const migration of migrationsOf('postgres')) {
      if (known.has(migration.hash)) continue;
      for (const statement of migration.sql) await client.query(statement);
      await client.query(`insert into ${historyTable} (hash) values ($1)`, [migration.hash]);
    }
    await client.query('commit');
    await runMigrations({ connectionString: url, maxPoolSize: 2, logger: silent });
  } catch (error) {
    throw translateError(error);
  } finally {
    await client.end().catch(() => {});
  }
}

export async function isPostgresMigrated(pool: pg.Pool): Promise<boolean> {
  try {
    const { rows } = await pool.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [
      historyTable,
    ]);
    if (!rows[0]?.exists) return false;
    const known = await appliedHashes(pool);
    return migrationsOf('postgres').every(({ hash }) => known.has(hash));
  } catch (error) {
    throw translateError(error);
  }
}

async function appliedHashes(client: Pick<pg.Client, 'query'>): Promise<Set<string>> {
  const { rows } = await client.query<{ hash: string }>(`select hash from ${historyTable}`);
  return new Set(rows.map(({ hash }) => hash));
}

const silent = new Logger(() => () => {});
