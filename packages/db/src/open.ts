import type { Database } from './database.ts';
import { parseDatabaseUrl } from './engine/address.ts';
import type { DatabaseOptions } from './engine/options.ts';

/**
 * Opens the database at `url` without touching its tables. Loads only the driver that it needs.
 *
 * @param url `sqlite:<path>`, `sqlite::memory:` or `postgres://…`, as `parseDatabaseUrl` reads it
 * @throws {WrongAddress} the address names no database
 * @throws {DatabaseUnavailable} the SQLite file cannot be opened. Postgres is not contacted before the first query.
 * @example
 * const db = await openDatabase('sqlite:./data/cartwright.db');
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const address = parseDatabaseUrl(url);
  if (address.dialect === 'postgres') {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(address.url, options);
  }
  const { openSqlite, openSqliteInMemory } = await import('./sqlite.ts');
  return address.kind === 'memory' ? openSqliteInMemory(options) : openSqlite(address.path, options);
}
