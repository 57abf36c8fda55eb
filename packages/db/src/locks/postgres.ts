import { eq, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Handle } from '../engine/sql.ts';
import type { Tables } from '../tables/index.ts';
import { lockWith } from './lock.ts';
import type { Locks } from './locks.ts';

/**
 * Uses `FOR NO KEY UPDATE`, the lock of an update. `FOR UPDATE` would also block the foreign-key check of every insert
 * that names a locked row.
 */
export function postgresLocks(handle: Handle, { locks }: Tables): Locks {
  const locking: Locks['locking'] = (query, table) => {
    query.for('no key update', { of: table });
    return query;
  };
  const lock = lockWith(handle, locking);
  return {
    lock,
    locking,
    hasRowLocks: true,
    lockedInOrder,
    async lockName(name) {
      for (;;) {
        const held = await lock(locks, eq(locks.name, name), { name: locks.name });
        if (held.length > 0) return;
        // The insert locks the name as well. If another transaction inserts it first, this one waits for its end.
        const made = await handle.insert(locks).values({ name }).onConflictDoNothing().returning({ name: locks.name });
        if (made.length > 0) return;
      }
    },
  };
}

function lockedInOrder(id: PgColumn, ids: readonly (string | SQLWrapper)[]): SQL {
  const wanted = inArray(id, [...ids]);
  return ids.length < 2
    ? wanted
    : sql`${id} in (select ${id} from ${id.table} where ${wanted} order by ${id} for no key update)`;
}
