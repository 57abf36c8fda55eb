export interface DatabaseOptions {
  /** Connections of the pool, Postgres only. */
  readonly poolSize?: number;
  /** How long a query waits for a free connection before it fails as unavailable; 2,000 by default. Postgres only. */
  readonly connectionWaitMilliseconds?: number;
  /** How long a worker that shows no sign of life keeps its jobs, 30 s by default. Then they run again elsewhere. */
  readonly jobLeaseMilliseconds?: number;
  /** Told when Postgres closes an idle connection. */
  onConnectionLost?(error: Error): void;
}
