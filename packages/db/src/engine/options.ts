import type { TraceQuery } from './tracing.ts';

/** Default time limits in milliseconds. All but `connection` apply to Postgres only. */
export const databaseTimes = {
  /** Wait for a connection, or on SQLite for the turn to write. */
  connection: 2_000,
  statement: 10_000,
  /** Wait for a row that another transaction has locked. */
  lock: 5_000,
  idleInTransaction: 10_000,
  /** Longer than Postgres's own limits, so that a longer silence means that the connection is lost. */
  answer: 15_000,
} as const;

export interface DatabaseOptions {
  /**
   * A direct address of the same Postgres, if `url` leads to a transaction pooler. LISTEN, the queue's worker and
   * migrations need a session, which such a pooler does not keep.
   */
  readonly directUrl?: string | undefined;
  /** Connections of the Postgres pool. */
  readonly poolSize?: number;
  /**
   * Milliseconds that a query waits for a free connection, or a SQLite transaction for its turn, before it fails with
   * `DatabaseUnavailable`; 2,000 by default.
   */
  readonly connectionWaitMilliseconds?: number;
  /** Milliseconds that Postgres may be silent after a query before its connection counts as lost; 15,000 by default. */
  readonly answerWaitMilliseconds?: number;
  /** Milliseconds that a silent worker keeps its jobs before other workers may run them; 30,000 by default. */
  readonly jobLeaseMilliseconds?: number;
  readonly traceQuery?: TraceQuery;
  /** Called when Postgres closes an idle connection. */
  onConnectionLost?(error: Error): void;
}
