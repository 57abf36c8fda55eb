import type { Placeholder, SQL, SQLWrapper } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgColumn } from 'drizzle-orm/pg-core';
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

/** Reads what is committed. It cannot write, and inside `transact` it refuses to be used: use the transaction there. */
export interface Reader extends Pick<Handle, 'select' | 'selectDistinct' | '$count'> {
  readonly tables: Tables;
  readonly textSearch: TextSearch;
  /** For `momentOf`, and for what a transaction writes. */
  readonly snapshots: Snapshots;
  /**
   * A column for a condition that is to be checked along an index on something else. SQLite knows nothing of how much
   * a condition leaves, and would sort thousands of rows for the sake of a price; Postgres knows, and gets it as it is.
   */
  checked(column: PgColumn): SQLWrapper;
  /** For `hotQuery`, which is how to call it. */
  runPrepared<Rows, On extends Reader>(
    this: On,
    query: PreparedQuery<Rows, On>,
    values: Record<string, unknown>,
  ): Promise<Rows>;
  /**
   * Which slot of so many minutes a timestamp lies in, counted from `origin` on, before which it must not be: what time is
   * grouped by. Rows can be grouped by it as by any column.
   */
  timeSlot(column: PgColumn, origin: Date, minutes: number): SQL<number>;
}

/** Reads and writes inside one `transact`. Used after its end it throws. */
export interface Transaction extends Reader, Pick<Handle, 'insert' | 'update' | 'delete'> {
  /**
   * The condition that `id` is one of `ids`, for an update of several rows. It locks them in the order of their ids,
   * so that two transactions that update the same rows never wait for each other in a circle.
   */
  lockedInOrder(id: PgColumn, ids: readonly (string | Placeholder)[]): SQL;
  /**
   * A write whose result nobody needs. It is made when `work` is done: on Postgres all of them travel in one statement
   * with the jobs, which saves a round trip each. Until then this transaction does not see it either.
   */
  defer(write: Write | PreparedWrite): void;
  /** Adds a job that exists if and only if this transaction commits. */
  addJob(job: QueuedJob): void;
  /**
   * Lets a job that waits or has failed run at once, with all its attempts before it again.
   *
   * @returns false when there is none, or when it is running
   */
  retryJob(id: string): Promise<boolean>;
  /** Removes a job that waits or has failed. @returns false when there is none, or when it is running */
  discardJob(id: string): Promise<boolean>;
  /** Tells this and every other process something once this transaction commits, and never if it does not. */
  announce(notification: Notification): void;
}

/** Told after each statement of the migrations that are to be applied. */
export type MigrationProgress = (done: number, total: number) => void;

export interface DatabaseFacts {
  /** Such as `PostgreSQL 18.4`. */
  readonly version: string;
  /** What time it is there. */
  readonly now: Date;
  /** Migrations of this version that were applied, and that are missing. */
  readonly applied: number;
  readonly missing: number;
  /** Migrations that this version does not know: the database is ahead of it. */
  readonly unknown: number;
}

/** A shop's database: SQLite or Postgres behind the same words. */
export interface Database {
  readonly dialect: 'sqlite' | 'postgres';
  readonly tables: Tables;
  /** For reading outside a transaction. Each query sees what was committed when it ran. */
  readonly read: Reader;
  readonly queue: Queue;
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects.
   *
   * SQLite writers take turns, so that each sees the one before. Postgres runs READ COMMITTED and repeats the work up
   * to 3 times after a serialization failure or a deadlock; `work` must therefore have no effect but on `tx`, and
   * never waits for a network.
   *
   * @throws {DatabaseUnavailable} no connection or no turn could be had in time
   * @example
   * await db.transact(async (tx) => {
   *   await tx.update(tx.tables.variants).set({ onHand: 3 }).where(eq(tx.tables.variants.id, id));
   * });
   */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Hears what transactions announce, in this process and in others. On SQLite what others write is a gap, whatever
   * it was.
   */
  listen(listener: NotificationListener): Listening;
  /** Watches how far the table of this column, which numbers its rows, can be read without missing one. */
  tail(id: PgColumn): Tail;
  /** A limiter on this database: shared by all processes on Postgres, by one process on SQLite. */
  rateLimiter(limit: RateLimit): RateLimiter;
  /**
   * Brings the tables to this version, under a lock, so that several processes may call it at once.
   *
   * @returns how many migrations it applied
   */
  migrate(onProgress?: MigrationProgress): Promise<number>;
  /** Whether every migration of this version has been applied. Rejects when the database does not answer. */
  isMigrated(): Promise<boolean>;
  /** For health and metrics, on a connection of their own. */
  readonly probe: Probe;
  /** What stands behind the address. Rejects when the database does not answer. */
  describe(): Promise<DatabaseFacts>;
  /** What this process holds and waits for. SQLite has one connection that writes, for which writers take turns. */
  load(): { readonly connections: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}
