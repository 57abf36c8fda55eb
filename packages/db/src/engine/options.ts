import type { TraceQuery } from './tracing.ts';

/** How long a database may take for something, in milliseconds. All but `connection` are Postgres's only. */
export const databaseTimes = {
  /** To get a connection, or on SQLite the turn to write. */
  connection: 2_000,
  statement: 10_000,
  /** To get a row that another transaction holds. */
  lock: 5_000,
  idleInTransaction: 10_000,
  /** Postgres ends what takes too long by itself: who hears nothing for longer has lost the connection. */
  answer: 15_000,
} as const;

export interface DatabaseOptions {
  /**
   * The same Postgres without a transaction pooler in between, for what needs a session: LISTEN, the queue's worker and
   * migrations. Where `url` leads straight to Postgres it is not needed.
   */
  readonly directUrl?: string | undefined;
  /** Connections of the pool, Postgres only. */
  readonly poolSize?: number;
  /**
   * How long a query waits for a free connection, or on SQLite a transaction for its turn, before it fails as
   * unavailable; 2,000 by default.
   */
  readonly connectionWaitMilliseconds?: number;
  /** How long Postgres may be silent after a query before its connection counts as lost; 15 s by default. */
  readonly answerWaitMilliseconds?: number;
  /** How long a worker that shows no sign of life keeps its jobs, 30 s by default. Then they run again elsewhere. */
  readonly jobLeaseMilliseconds?: number;
  readonly traceQuery?: TraceQuery;
  /** Told when Postgres closes an idle connection. */
  onConnectionLost?(error: Error): void;
}
