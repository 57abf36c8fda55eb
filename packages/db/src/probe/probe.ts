import type { QueueStats } from '../queue/queue.ts';

/** The state of a database, for load balancers, supervisors and Prometheus. */
export interface Vitals {
  /** Whether every migration of this version has been applied. The probe remembers a positive answer. */
  readonly isMigrated: boolean;
  /** Whether the database takes writes, which a standby or a full disk does not. */
  readonly isWritable: boolean;
  /** Milliseconds by which the database's clock is ahead of this machine's; 0 on SQLite. */
  readonly clockOffset: number;
}

/** Health questions. They neither wait for requests nor take a connection from them. */
export interface Probe {
  /** Rejects when the database does not answer. */
  vitals(): Promise<Vitals>;
  /** Rejects when the database does not answer. */
  queueStats(): Promise<QueueStats>;
}

/** Time limits of the probe, in milliseconds: to connect, to run a statement, and to hear an answer. */
export const probeTimes = { connection: 2_000, statement: 2_000, answer: 3_000 } as const;
