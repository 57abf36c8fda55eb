import type { Placeholder, SQL, SQLWrapper } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { RateLimit, RateLimiter } from '../limits/limiter.ts';
import type { Listening, Notification, NotificationListener } from '../notifications/notifications.ts';
import type { Queue, QueuedJob } from '../queue/queue.ts';
import type { TextSearch } from '../search/text-search.ts';
import type { Snapshots } from '../snapshots/snapshots.ts';
import type { Tables } from '../tables/index.ts';
import type { Tail } from '../tail/tail.ts';
import type { PreparedQuery } from './prepared-query.ts';
import type { PreparedWrite } from './prepared-write.ts';
import type { Probe } from './probe.ts';

type Handle = NodePgDatabase<Record<string, never>>;

/** An insert, update or delete that was not awaited. */
export type Write = SQLWrapper & PromiseLike<unknown>;

/** A select that can lock rows. */
export interface Lockable {
  for(strength: 'no key update', config: { of: PgTable }): unknown;
}

/** Reads committed rows and cannot write. Throws inside `transact`, where the transaction does the reading. */
export interface Reader extends Pick<Handle, 'select' | 'selectDistinct' | '$count'> {
  readonly tables: Tables;
  readonly textSearch: TextSearch;
  /** Numbers changes and takes snapshots, for `snapshotOf`. */
  readonly snapshots: Snapshots;
  /**
   * Hides a column from SQLite's choice of an index, so that a condition on it is checked row by row. SQLite cannot
   * estimate how many rows a condition leaves and may sort thousands. Postgres can, and gets the column unchanged.
   */
  checked(column: PgColumn): SQLWrapper;
  /**
   * The condition that `column` is in the list of values named `name`, for prepared queries. One statement serves lists
   * of every length.
   */
  isOneOf(column: PgColumn, name: string): SQL;
  /** Runs a `preparedQuery`, which is the function to call instead. */
  runPrepared<Rows, On extends Reader>(
    this: On,
    query: PreparedQuery<Rows, On>,
    values: Record<string, unknown>,
  ): Promise<Rows>;
  /**
   * Index of the `minutes`-long slot that contains the timestamp, counted from `origin`. Usable in GROUP BY. The
   * timestamp must not be before `origin`.
   */
  timeSlot(column: PgColumn, origin: Date, minutes: number): SQL<number>;
}

/** Reads and writes inside one `transact`. Throws when it is used after the end. */
export interface Transaction extends Reader, Pick<Handle, 'insert' | 'update' | 'delete'> {
  /**
   * Makes a query lock the rows of `table` that it reads, until the end of the transaction. It locks in the order of the
   * query, so sort by id, and reads each row as its last owner left it. SQLite has one writer and needs no lock.
   */
  locking<Query extends Lockable>(query: Query, table: PgTable): Query;
  /** Whether other transactions run beside this one, so that a row must be locked before it is read for a decision. */
  readonly hasRowLocks: boolean;
  /**
   * The condition that `id` is one of `ids`, for an update of several rows. Locks the rows in the order of their ids,
   * so that two transactions that update the same rows cannot deadlock.
   */
  lockedInOrder(id: PgColumn, ids: readonly (string | Placeholder)[]): SQL;
  /**
   * Defers a write whose result is not needed until `work` is done. This transaction does not see the write before.
   * Postgres gets all deferred writes and jobs in one statement, which saves a round trip for each.
   */
  defer(write: Write | PreparedWrite): void;
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

/** Called after each statement of the migrations that are applied. */
export type MigrationProgress = (done: number, total: number) => void;

export interface DatabaseFacts {
  /** Such as `PostgreSQL 18.4`. */
  readonly version: string;
  /** The time by the database's clock. */
  readonly now: Date;
  /** Migrations of this version that were applied, and those that are missing. */
  readonly applied: number;
  readonly missing: number;
  /** Migrations that this version does not know, because a newer version applied them. */
  readonly unknown: number;
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
