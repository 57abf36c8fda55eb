import type pg from 'pg';

/** The connections on which the queue works, and the time for which a silent worker keeps its jobs. */
export interface PostgresConnections {
  readonly pool: pg.Pool;
  /** Leads to Postgres itself. `pool` may lead to a pooler that cannot LISTEN. */
  direct(): pg.Pool;
  readonly leaseMilliseconds: number;
}
