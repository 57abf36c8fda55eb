import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from './database.ts';
import { DatabaseUnavailable, driverError, takesNoWrites, translateError } from './engine/errors.ts';
import { sqliteRowInserts } from './engine/inserted-rows.ts';
import { openMemoryFile } from './engine/memory-file.ts';
import { type DatabaseOptions, databaseTimes } from './engine/options.ts';
import { encodedList } from './engine/placeholders.ts';
import { isPreparedRun } from './engine/prepared.ts';
import { refuseNesting, refuseReadingBeside, refuseStrangers, runInScope, type Scope } from './engine/scope.ts';
import { withKeptStatements } from './engine/sqlite-statements.ts';
import { createTurns } from './engine/turns.ts';
import { type DeferredWork, reader, transaction } from './handles.ts';
import { memoryLimiter } from './limits/memory-limiter.ts';
import { sqliteLocks } from './locks/sqlite.ts';
import { describeSqlite, isSqliteMigrated, migrateSqlite } from './migrate/sqlite.ts';
import { sqliteNotifications } from './notifications/sqlite.ts';
import { probeTimes } from './probe/probe.ts';
import { sqliteProbe, writeThatLeavesNothing } from './probe/sqlite.ts';
import { sqliteQueue } from './queue/sqlite.ts';
import { addJobs, discardJob, retryJob } from './queue/sqlite-jobs.ts';
import { sqliteSearch } from './search/sqlite.ts';
import { sqliteSnapshots } from './snapshots/sqlite.ts';
import { defineTables } from './tables/index.ts';
import { sqliteTail } from './tail/sqlite.ts';
import { sqliteVocabulary } from './vocabulary/sqlite.ts';

/** Bytes of the file that SQLite may map into memory. The system can reclaim them at any time. */
const mappedBytes = 1_024 ** 3;

/** Milliseconds that a writer waits for another process that writes to the same file. */
const busyMilliseconds = 5_000;

/** Opens a database that is removed when it is closed or its process ends. */
export async function openSqliteInMemory(options: DatabaseOptions): Promise<Database> {
  const file = openMemoryFile();
  const db = await openSqlite(file.path, options);
  return {
    ...db,
    async close() {
      await db.close();
      file.remove();
    },
  };
}

/** @throws {DatabaseUnavailable} the message names the path */
export async function openSqlite(path: string, options: DatabaseOptions): Promise<Database> {
  refuseFolder(path);
  mkdirSync(dirname(path), { recursive: true });
  const tables = defineTables(sqliteVocabulary);
  const writer = await connect(path);
  const reading = await connect(path);
  reading.pragma(`busy_timeout = ${busyMilliseconds}`);
  reading.pragma('query_only = on');
  // Without it, SQLite copies each page from the system's cache into its own small one.
  reading.pragma(`mmap_size = ${mappedBytes}`);

  const dialect = {
    textSearch: sqliteSearch(tables),
    snapshots: sqliteSnapshots,
    checked: (column: PgColumn) => sql`+${column}`,
    isOneOf,
    timeSlot,
  };
  const notifications = sqliteNotifications(writer);
  const turns = createTurns();
  let owner: Scope | undefined;
  let waiting = 0;
  let writesAreRefused = false;
  const checkWriter = () => {
    refuseStrangers(owner);
    // SQLite may roll back a transaction by itself. A statement after that would commit alone.
    if (!writer.inTransaction) throw new DatabaseUnavailable('The transaction was rolled back.');
  };
  const keptWriter = withKeptStatements(writer, () => {});
  const drizzleWriter = asReference(drizzle(withKeptStatements(writer, checkWriter, options.traceQuery)));
  const drizzleReader = asReference(drizzle(withKeptStatements(reading, refuseReadingBeside, options.traceQuery)));

  async function inTurn<T>(work: (tx: Transaction) => Promise<T>, waitMilliseconds?: number): Promise<T> {
    refuseNesting();
    waiting += 1;
    const done = await turns.take(waitMilliseconds).finally(() => (waiting -= 1));
    const scope: Scope = { over: false };
    const deferred: DeferredWork = { writes: [], jobs: [], notifications: [] };
    const own = reader(drizzleWriter, tables, dialect);
    const tx = transaction(own, drizzleWriter, deferred, {
      ...sqliteLocks(drizzleWriter),
      ...sqliteRowInserts(drizzleWriter),
      retryJob: async (id) => retryJob(keptWriter, id),
      discardJob: async (id) => discardJob(keptWriter, id),
    });
    try {
      // On a full or failing disk, a previous rollback may have failed.
      if (writer.inTransaction) writer.exec('ROLLBACK');
      await whenFree(() => writer.exec('BEGIN IMMEDIATE'));
      owner = scope;
      try {
        const result = await runInScope(scope, async () => {
          const value = await work(tx);
          for (const write of deferred.writes) await (isPreparedRun(write) ? tx.runPrepared(write) : write);
          addJobs(keptWriter, deferred.jobs);
          return value;
        });
        scope.over = true;
        writer.exec('COMMIT');
        writesAreRefused = false;
        if (deferred.jobs.length > 0) queue.wakeWorkers();
        notifications.publish(deferred.notifications);
        return result;
      } catch (error) {
        scope.over = true;
        if (writer.inTransaction) rollBack(writer);
        writesAreRefused ||= takesNoWrites(error);
        throw translateError(error);
      } finally {
        owner = undefined;
      }
    } finally {
      done();
    }
  }
  const { connectionWaitMilliseconds = databaseTimes.connection } = options;
  const transact: Database['transact'] = (work) => inTurn(work, connectionWaitMilliseconds);
  // No wait limit, because a worker's own bookkeeping keeps no request waiting.
  const queue = sqliteQueue(keptWriter, reading, (work) => inTurn(work), options.jobLeaseMilliseconds);

  return {
    dialect: 'sqlite',
    tables,
    read: reader(drizzleReader, tables, dialect),
    queue,
    transact,
    listen: notifications.listen,
    tail: (id) => sqliteTail(reading, id),
    rateLimiter: memoryLimiter,
    migrate: async (onProgress) => migrateSqlite(path, onProgress),
    describe: async () => describeSqlite(reading),
    isMigrated: async () => isSqliteMigrated(reading),
    probe: sqliteProbe(reading, queue, {
      isRefused: () => writesAreRefused,
      tryToWrite: () => inTurn(async () => writer.exec(writeThatLeavesNothing), probeTimes.connection),
    }),
    load: () => ({ connections: 1, idle: owner ? 0 : 1, waiting }),
    async close() {
      const done = await turns.take();
      reading.close();
      writer.close();
      done();
    },
  };
}

/** Timestamps are milliseconds. The cast is needed because numbers arrive as floating-point values. */
function timeSlot(column: PgColumn, origin: Date, minutes: number): SQL<number> {
  return sql<number>`cast((${column} - ${origin.getTime()}) / ${minutes * 60_000} as integer)`;
}

function isOneOf(column: PgColumn, list: Placeholder): SQL {
  return sql`${column} in (select value from json_each(${encodedList(list, column, JSON.stringify)}))`;
}

function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DatabaseUnavailable(`${path} is a folder. Name a file in it.`);
  }
}

async function connect(path: string): Promise<Sqlite.Database> {
  try {
    return await whenFree(() => open(path));
  } catch (error) {
    throw error instanceof DatabaseUnavailable
      ? new DatabaseUnavailable(`${path}: ${error.message}`, { cause: error.cause })
      : error;
  }
}

function open(path: string): Sqlite.Database {
  const client = new Sqlite(path, { timeout: 0 });
  try {
    client.pragma('journal_mode = WAL');
    client.pragma('synchronous = NORMAL');
    client.pragma('foreign_keys = ON');
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

function rollBack(writer: Sqlite.Database): void {
  try {
    writer.exec('ROLLBACK');
  } catch {
    // The next transaction tries the rollback again.
  }
}

/** Retries while another process has the file. Waiting inside SQLite would stop the whole process. */
async function whenFree<T>(attempt: () => T): Promise<T> {
  const deadline = Date.now() + busyMilliseconds;
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    try {
      return attempt();
    } catch (error) {
      if (!driverError(error)?.code?.startsWith('SQLITE_BUSY')) throw translateError(error);
      if (Date.now() > deadline) {
        throw new DatabaseUnavailable('Another process has been writing to the database for too long.');
      }
      await sleep(pause);
    }
  }
}

/**
 * Types the handle as Postgres's. This is true at run time for the builders that `Reader` and `Transaction` expose,
 * because they have the same methods and resolve to the same rows.
 */
function asReference(handle: unknown): NodePgDatabase<Record<string, never>> {
  return handle as NodePgDatabase<Record<string, never>>;
}
