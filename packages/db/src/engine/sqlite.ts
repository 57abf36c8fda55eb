import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { rateLimiter } from '../limits/limiter.ts';
import { isSqliteMigrated, migrateSqlite } from '../migrate/sqlite.ts';
import type { QueuedJob } from '../queue/queue.ts';
import { sqliteQueue } from '../queue/sqlite.ts';
import { defineTables } from '../tables/index.ts';
import { sqliteVocabulary } from '../vocabulary/sqlite.ts';
import type { Database } from './database.ts';
import { DatabaseUnavailable, driverError, translateError } from './errors.ts';
import { reader, transaction } from './handles.ts';
import { refuseNesting, refuseReadingBeside, refuseStrangers, runInScope, type Scope } from './scope.ts';
import { createTurns } from './turns.ts';

/** How long a writer waits for another process that is writing to the same file. */
const busyMilliseconds = 5_000;

export function openSqlite(path: string): Database {
  mkdirSync(dirname(path), { recursive: true });
  const tables = defineTables(sqliteVocabulary);
  const writer = connect(path, { timeout: 0 });
  const reading = connect(path, { timeout: busyMilliseconds });
  reading.pragma('query_only = on');

  const turns = createTurns();
  let owner: Scope | undefined;
  const drizzleWriter = asReference(drizzle(withCheckedPrepare(writer, () => refuseStrangers(owner))));
  const drizzleReader = asReference(drizzle(withCheckedPrepare(reading, refuseReadingBeside)));

  const transact: Database['transact'] = async (work) => {
    refuseNesting();
    const done = await turns.take();
    const scope: Scope = { over: false };
    const jobs: QueuedJob[] = [];
    const tx = transaction(drizzleWriter, tables, jobs);
    try {
      await begin(writer);
      owner = scope;
      try {
        const result = await runInScope(scope, async () => {
          const value = await work(tx);
          if (jobs.length > 0) await queue.add(tx, jobs);
          return value;
        });
        scope.over = true;
        writer.exec('COMMIT');
        if (jobs.length > 0) queue.wake();
        return result;
      } catch (error) {
        scope.over = true;
        if (writer.inTransaction) writer.exec('ROLLBACK');
        throw translateError(error);
      } finally {
        owner = undefined;
      }
    } finally {
      done();
    }
  };
  const queue = sqliteQueue(writer, transact);

  return {
    dialect: 'sqlite',
    tables,
    read: reader(drizzleReader, tables),
    queue,
    transact,
    rateLimiter: ({ name, points, seconds }) =>
      rateLimiter(new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })),
    migrate: async () => migrateSqlite(path),
    isMigrated: async () => isSqliteMigrated(reading),
    async close() {
      const done = await turns.take();
      reading.close();
      writer.close();
      done();
    },
  };
}

function connect(path: string, options: Sqlite.Options): Sqlite.Database {
  try {
    const client = new Sqlite(path, options);
    client.pragma('journal_mode = WAL');
    client.pragma('synchronous = NORMAL');
    client.pragma('foreign_keys = ON');
    return client;
  } catch (error) {
    throw translateError(error);
  }
}

/** Takes the file's write lock. Waiting inside SQLite would stop the whole process, so it waits outside. */
async function begin(writer: Sqlite.Database): Promise<void> {
  const deadline = Date.now() + busyMilliseconds;
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    try {
      writer.exec('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      if (!driverError(error)?.code?.startsWith('SQLITE_BUSY')) throw translateError(error);
      if (Date.now() > deadline) {
        throw new DatabaseUnavailable('Another process has been writing to the database for too long.');
      }
      await sleep(pause);
    }
  }
}

/** Drizzle prepares a statement at the moment it runs it, which is the moment to check who is asking. */
function withCheckedPrepare(client: Sqlite.Database, check: () => void): Sqlite.Database {
  return new Proxy(client, {
    get(target, property) {
      if (property === 'prepare') {
        return (source: string) => {
          check();
          return target.prepare(source);
        };
      }
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * Typed as Postgres's handle. True at run time for the builders that `Reader` and `Transaction` let through: they
 * have the same methods, and awaiting them gives the same rows.
 */
function asReference(handle: unknown): NodePgDatabase<Record<string, never>> {
  return handle as NodePgDatabase<Record<string, never>>;
}
