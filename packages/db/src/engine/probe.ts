import type pg from 'pg';
import { isPostgresMigrated } from '../migrate/postgres.ts';
import { postgresInspection } from '../queue/postgres-inspection.ts';
import { defaultLeaseMilliseconds, type QueueStats } from '../queue/queue.ts';
import { translateError } from './errors.ts';

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

/** @param pool a pool of one connection, which the first question opens */
export function postgresProbe(pool: pg.Pool, leaseMilliseconds = defaultLeaseMilliseconds): Probe {
  let isMigrated = false;
  return {
    async vitals() {
      try {
        const asked = Date.now();
        const { rows } = await pool.query<{ now: Date; is_writable: boolean }>(
          `select clock_timestamp() as now, current_setting('transaction_read_only') = 'off' as is_writable`,
        );
        const answered = Date.now();
        isMigrated ||= await isPostgresMigrated(pool);
        const [{ now, is_writable: isWritable } = { now: new Date(), is_writable: false }] = rows;
        return { isMigrated, isWritable, clockOffset: beyond(now.getTime(), asked, answered) };
      } catch (error) {
        throw translateError(error);
      }
    },
    queueStats: postgresInspection({ pool, leaseMilliseconds }).stats,
  };
}

/** Distance of a time from the span in which it was read; 0 within the span. */
function beyond(time: number, from: number, to: number): number {
  if (time > to) return time - to;
  return time < from ? time - from : 0;
}
