import type pg from 'pg';
import { translateError } from '../engine/errors.ts';
import { isPostgresMigrated } from '../migrate/postgres.ts';
import { postgresInspection } from '../queue/postgres-inspection.ts';
import { defaultLeaseMilliseconds } from '../queue/queue.ts';
import type { Probe } from './probe.ts';

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
