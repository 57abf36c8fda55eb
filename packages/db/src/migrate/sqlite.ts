import Sqlite from 'better-sqlite3';
import type { DatabaseFacts, MigrationProgress } from './facts.ts';
import { compareMigrations, countStatements, historyTable, migrationsOf } from './files.ts';

/** Applies the missing migrations in one transaction, which has the file's write lock from its first statement. */
export function migrateSqlite(path: string, onProgress?: MigrationProgress): number {
  const client = new Sqlite(path, { timeout: 30_000 });
  try {
    client.pragma('journal_mode = WAL');
    // Rebuilding a table would delete its children. The foreign keys are checked before the commit instead.
    client.pragma('foreign_keys = OFF');
    client.exec('BEGIN IMMEDIATE');
    client.exec(`CREATE TABLE IF NOT EXISTS ${historyTable} (hash TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)`);
    const known = appliedHashes(client);
    const missing = migrationsOf('sqlite').filter(({ hash }) => !known.has(hash));
    const progress = countStatements(missing, onProgress);
    for (const migration of missing) {
      for (const statement of migration.sql) {
        client.exec(statement);
        progress();
      }
      client.prepare(`INSERT INTO ${historyTable} VALUES (?, ?)`).run(migration.hash, Date.now());
    }
    const violations = client.pragma('foreign_key_check') as unknown[];
    if (violations.length > 0) throw new Error(`Migration leaves ${violations.length} rows without their parent row.`);
    client.exec('COMMIT');
    return missing.length;
  } finally {
    if (client.inTransaction) client.exec('ROLLBACK');
    client.close();
  }
}

export function isSqliteMigrated(client: Sqlite.Database): boolean {
  return describeSqlite(client).missing === 0;
}

export function describeSqlite(client: Sqlite.Database): DatabaseFacts {
  const { version } = client.prepare<[], { version: string }>('select sqlite_version() as version').get() ?? {};
  const exists = client.prepare(`SELECT 1 FROM sqlite_master WHERE name = ?`).get(historyTable);
  const applied = exists ? appliedHashes(client) : new Set<string>();
  return { version: `SQLite ${version}`, now: new Date(), ...compareMigrations('sqlite', applied) };
}

function appliedHashes(client: Sqlite.Database): Set<string> {
  const rows = client.prepare<[], { hash: string }>(`SELECT hash FROM ${historyTable}`).all();
  return new Set(rows.map(({ hash }) => hash));
}
