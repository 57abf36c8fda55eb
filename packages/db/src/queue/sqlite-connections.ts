import type Sqlite from 'better-sqlite3';

/** The connections on which the queue works, and the time for which a worker locks a job. */
export interface SqliteConnections {
  /** Used within `transact` only. */
  readonly writer: Sqlite.Database;
  readonly reading: Sqlite.Database;
  transact<T>(work: () => Promise<T>): Promise<T>;
  readonly leaseMilliseconds: number;
}
