import { getTableName } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import { translateError } from '../engine/errors.ts';
import type { End, Tail } from './tail.ts';

/**
 * Reads the last number, and then the transactions that write to the table. A writer locks the table before it gets a
 * number and until its rows are visible, so that every open number has its writer in this list. The list refers to
 * `last.number`, because Postgres might otherwise compute the list first.
 */
const query = `
  select last.number, array(
    select virtualtransaction from pg_locks
    where last.number is not null and locktype = 'relation' and mode = 'RowExclusiveLock' and granted
      and relation = $1::regclass and database = (select oid from pg_database where datname = current_database())
  ) as writers
  from (
    select coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass), 0) as number offset 0
  ) last`;

/** A promoted standby and a point-in-time recovery each begin a timeline. A server in recovery takes no writes. */
const historyQuery = `
  select (select system_identifier from pg_control_system())::text || '/' ||
    case when pg_is_in_recovery() then 'recovery' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end as history`;

interface Row {
  readonly number: string;
  readonly writers: readonly string[];
}

/**
 * Waits until the transactions of one moment have ended, and then for those of the next. No writer waits for readers.
 */
export function postgresTail(pool: pg.Pool, id: PgColumn): Tail {
  const place = [getTableName(id.table), id.name];
  let settled: number | undefined;
  let waiting: { readonly number: number; readonly writers: readonly string[] } | undefined;

  function settle(number: number): void {
    settled = Math.max(settled ?? 0, number);
  }

  return {
    async find(): Promise<End> {
      const { rows } = await pool.query<Row>(query, place).catch((error: unknown) => {
        throw translateError(error);
      });
      const { number = '0', writers = [] } = rows[0] ?? {};
      const latest = Number(number);
      if (waiting && !waiting.writers.some((writer) => writers.includes(writer))) {
        settle(waiting.number);
        waiting = undefined;
      }
      if (writers.length === 0) settle(latest);
      else waiting ??= { number: latest, writers };
      return { settled, latest };
    },

    async history() {
      const { rows } = await pool.query<{ history: string }>(historyQuery).catch((error: unknown) => {
        throw translateError(error);
      });
      return rows[0]?.history ?? '';
    },
  };
}
