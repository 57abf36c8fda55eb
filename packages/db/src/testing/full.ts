import Sqlite from 'better-sqlite3';
import type { TestDatabase } from './index.ts';
import { onDatabase } from './server.ts';

/**
 * Makes a database behave as on a full disk, and resolves to a function that makes room again. SQLite may not grow,
 * which gives its own SQLITE_FULL. Postgres refuses every write with its error for a full disk.
 */
export function fillDatabase(test: TestDatabase): Promise<() => Promise<void>> {
  return test.dialect === 'sqlite' ? fillSqlite(test.url.replace(/^sqlite:/, '')) : fillPostgres(test.url);
}

/** The files that may not grow. Test files share the process, so one test must not make room for another. */
const fullFiles = new Set<string>();
let isWatching = false;

async function fillSqlite(file: string): Promise<() => Promise<void>> {
  fullFiles.add(file);
  if (!isWatching) limitWriters();
  isWatching = true;
  return async () => void fullFiles.delete(file);
}

/** Sets the limit when the writer begins, because each connection has its own limit. */
function limitWriters(): void {
  const { exec } = Sqlite.prototype;
  Sqlite.prototype.exec = function (this: Sqlite.Database, source: string) {
    if (source === 'BEGIN IMMEDIATE') {
      const pages = fullFiles.has(this.name) ? this.pragma('page_count', { simple: true }) : 4_294_967_294;
      this.pragma(`max_page_count = ${String(pages)}`);
    }
    return exec.call(this, source);
  };
}

async function fillPostgres(url: string): Promise<() => Promise<void>> {
  await onDatabase(
    url,
    `create function disk_is_full() returns trigger language plpgsql as $$ begin
       raise exception 'could not extend file "base/5/16384": No space left on device' using errcode = '53100';
     end $$;
     do $$ declare name text; begin
       for name in select tablename from pg_tables where schemaname = 'public' loop
         execute format('create trigger disk_is_full before insert or update on %I execute function disk_is_full()', name);
       end loop;
     end $$`,
  );
  return () => onDatabase(url, 'drop function disk_is_full cascade');
}
