export interface DatabaseOptions {
  /** Connections of the pool, Postgres only. */
  readonly poolSize?: number;
  /** Told when Postgres closes an idle connection. */
  onConnectionLost?(error: Error): void;
}
