import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { RateLimit, RateLimiter } from '../limits/limiter.ts';
import type { Queue, QueuedJob } from '../queue/queue.ts';
import type { Tables } from '../tables/index.ts';

type Handle = NodePgDatabase<Record<string, never>>;

/** Reads what is committed. It cannot write, and inside `transact` it refuses to be used: use the transaction there. */
export interface Reader extends Pick<Handle, 'select' | 'selectDistinct' | '$count'> {
  readonly tables: Tables;
}

/** Reads and writes inside one `transact`. Used after its end it throws. */
export interface Transaction extends Pick<Handle, 'select' | 'selectDistinct' | '$count' | 'insert' | 'update' | 'delete'> {
  readonly tables: Tables;
  /** Adds a job that exists if and only if this transaction commits. */
  addJob(job: QueuedJob): void;
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
  /** A limiter on this database: shared by all processes on Postgres, by one process on SQLite. */
  rateLimiter(limit: RateLimit): RateLimiter;
  /** Brings the tables to this version, under a lock, so that several processes may call it at once. */
  migrate(): Promise<void>;
  /** Whether every migration of this version has been applied. Rejects when the database does not answer. */
  isMigrated(): Promise<boolean>;
  close(): Promise<void>;
}
