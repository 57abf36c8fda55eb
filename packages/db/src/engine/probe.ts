import type pg from 'pg';
import { isPostgresMigrated } from '../migrate/postgres.ts';
import { postgresInspection } from '../queue/inspect-postgres.ts';
import { defaultLeaseMilliseconds, type QueueStats } from '../queue/queue.ts';
import { translateError } from './errors.ts';

/** What a database says of itself to a balancer, a supervisor or Prometheus. */
export interface Vitals {
  /** Every migration of this version has been applied. Once they were they stay so, and are not asked for again. */
  readonly isMigrated: boolean;
  /** It takes writes: it is no standby, and its disk is not full. */
  readonly isWritable: boolean;
  /** How far the clock of this machine is behind the database's, in milliseconds. On SQLite there is one clock. */
  readonly clockOffset: number;
}

/** Questions of those who watch. Answers neither wait for requests nor take a connection from them. */
export interface Probe {
  /** Rejects when the database does not answer. */
  vitals(): Promise<Vitals>;
  /** Rejects when the database does not answer. */
  queueStats(): Promise<QueueStats>;
}

/** Milliseconds for the connection of the probe, and for an answer on it. */
export const probeTimes = { connection: 2_000, statement: 2_000, answer: 3_000 } as const;

/** @param pool holds one connection, which is made when it is first used */
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
    queueStats: postgresInspection(pool, leaseMilliseconds).stats,
  };
}

/** How far a time lies outside of the span in which it was told, which it could have been told at any moment of. */
function beyond(time: number, from: number, to: number): number {
  if (time > to) return time - to;
  return time < from ? time - from : 0;
}
