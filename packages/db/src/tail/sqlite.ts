import type Sqlite from 'better-sqlite3';
import { getTableName } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { translateError } from '../engine/errors.ts';
import type { Tail } from './tail.ts';

/** Writers run one after another, so numbers follow the order of the commits. */
export function sqliteTail(reading: Sqlite.Database, id: PgColumn): Tail {
  const name = getTableName(id.table);
  return {
    async find() {
      try {
        const last = reading.prepare('select seq from sqlite_sequence where name = ?').pluck().get(name);
        const latest = Number(last ?? 0);
        return { settled: latest, latest };
      } catch (error) {
        throw translateError(error);
      }
    },
    history: async () => '',
  };
}
