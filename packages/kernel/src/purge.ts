import type { Database } from '@cartwright/db';
import { and, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** Rows in one transaction, few enough to keep its locks short. */
const batch = 500;

/**
 * Deletes the `due` rows of `table` in small batches, so that even a backlog of millions locks little.
 *
 * @param key the columns of the primary key
 * @returns the number of deleted rows
 */
export function purgeRows(db: Database, table: PgTable, key: readonly PgColumn[], due: SQL): Promise<number> {
  const columns = sql.join([...key], sql`, `);
  return inBatches((limit) =>
    db.transact(async (tx) => {
      const some = sql`(${columns}) in (select ${columns} from ${table} where ${due} limit ${limit})`;
      // Checks `due` again, because another transaction may have prolonged a row while this one waited for it.
      const gone = await tx.delete(table).where(and(some, due)).returning({ one: sql`1` });
      return gone.length;
    }),
  );
}

/** Calls `purge` until it deletes fewer rows than its limit. */
export async function inBatches(purge: (limit: number) => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const gone = await purge(batch);
    total += gone;
    if (gone < batch) return total;
  }
}
