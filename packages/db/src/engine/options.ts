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
  /** Told when Postgres closes an idle connection. */
  onConnectionLost?(error: Error): void;
}
