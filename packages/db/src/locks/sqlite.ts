import { inArray } from 'drizzle-orm';
import type { Handle } from '../engine/sql.ts';
import { lockWith } from './lock.ts';
import type { Locks } from './locks.ts';

/** Only reads, because the one transaction that writes has the database to itself. */
export function sqliteLocks(handle: Handle): Locks {
  const locking: Locks['locking'] = (query) => query;
  return {
    lock: lockWith(handle, locking),
    locking,
    hasRowLocks: false,
    lockedInOrder: (id, ids) => inArray(id, [...ids]),
    lockName: async () => {},
  };
}
