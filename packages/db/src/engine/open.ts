import type { Database } from './database.ts';
import type { DatabaseOptions } from './options.ts';

/**
 * Opens the database that `url` names, without touching its tables. Only the chosen driver is loaded.
 *
 * @param url `sqlite:<path>` (relative to the working directory) or `postgres://…`
 * @throws {DatabaseUnavailable} the SQLite file cannot be opened; Postgres is first asked by the first query
 * @example
 * const db = await openDatabase('sqlite:./data/cartwright.db');
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  if (/^postgres(ql)?:/.test(url)) {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(url, options);
  }
  if (url.startsWith('sqlite:')) {
    const { openSqlite } = await import('./sqlite.ts');
    return openSqlite(url.slice('sqlite:'.length), options);
  }
  throw new Error('A database address starts with sqlite: or postgres://');
}
