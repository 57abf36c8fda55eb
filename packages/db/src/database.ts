import type { PgColumn } from 'drizzle-orm/pg-core';
import type { SqlReader, SqlTransaction } from './engine/sql.ts';
import type { RateLimit, RateLimiter } from './limits/limiter.ts';
import type { Locks } from './locks/locks.ts';
import type { DatabaseFacts, MigrationProgress } from './migrate/facts.ts';
import type { Listening, Notification, NotificationListener } from './notifications/notifications.ts';
import type { Probe } from './probe/probe.ts';
import type { Queue, QueuedJob } from './queue/queue.ts';
import type { TextSearch } from './search/text-search.ts';
import type { Snapshots } from './snapshots/snapshots.ts';
import type { Tables } from './tables/index.ts';
import type { Tail } from './tail/tail.ts';

/** Reads committed rows and cannot write. Throws inside `transact`, where the transaction does the reading. */
export interface Reader extends SqlReader {
  readonly textSearch: TextSearch;
  /** Numbers changes and takes snapshots, for `snapshotOf`. */
  readonly snapshots: Snapshots;
}

/** Reads and writes inside one `transact`. Throws when it is used after the end. */
export interface Transaction extends Reader, SqlTransaction, Locks {
  /** Adds a job that exists if and only if this transaction commits. */
  addJob(job: QueuedJob): void;
  /**
   * Runs a waiting or failed job at once, with all of its attempts available again.
   *
   * @returns false when there is no such job, or when it is running
   */
  retryJob(id: string): Promise<boolean>;
  /** Removes a job that waits or has failed. @returns false when there is no such job, or when it is running */
  discardJob(id: string): Promise<boolean>;
  /** Sends a notification to all processes, including this one, if and only if this transaction commits. */
  announce(notification: Notification): void;
}

/** A shop's database. SQLite and Postgres share this interface. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  readonly tables: Tables;
  /** Reads outside a transaction. Each query sees the rows that were committed when it ran. */
  readonly read: Reader;
  readonly queue: Queue;
  /**
   * Runs `work` in one transaction, which commits when `work` resolves and rolls back when it rejects.
   *
   * SQLite writers run one after another. Postgres runs READ COMMITTED and tries the work up to 3 times if a
   * serialization failure or a deadlock ends it. `work` must therefore have no effect but on `tx`, and must not wait
   * for a network.
   *
   * @throws {DatabaseUnavailable} the transaction got no connection, or no turn to write, in time
   * @example
   * await db.transact(async (tx) => {
   *   await tx.update(tx.tables.variants).set({ onHand: 3 }).where(eq(tx.tables.variants.id, id));
   * });
   */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Receives the notifications of this and other processes. On SQLite, a commit of another process arrives as a gap,
   * because its notifications are not visible here.
   */
  listen(listener: NotificationListener): Listening;
  /**
   * Watches up to which number the rows of a table can be read without missing one. `id` is the column that numbers
   * them.
   */
  tail(id: PgColumn): Tail;
  /** A limiter on this database. All processes share it on Postgres; on SQLite each process has its own. */
  rateLimiter(limit: RateLimit): RateLimiter;
  /**
   * Brings the tables to this version. A lock lets several processes call it at once.
   *
   * @returns the number of migrations that it applied
   */
  migrate(onProgress?: MigrationProgress): Promise<number>;
  /** Whether every migration of this version has been applied. Rejects when the database does not answer. */
  isMigrated(): Promise<boolean>;
  /** Health and metrics, read on connections that requests do not use. */
  readonly probe: Probe;
  /** The facts of the database behind the address. Rejects when the database does not answer. */
  describe(): Promise<DatabaseFacts>;
  /** The connections of this process, and the transactions that wait for one. SQLite has one connection that writes. */
  load(): { readonly connections: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}
