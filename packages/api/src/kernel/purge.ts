import type { Database } from '@cartwright/db';
import { and, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** Rows that go in one transaction: few enough that nobody waits long for it. */
const batch = 500;

/**
 * Deletes the rows of `table` that are `due`, a few at a time, so that even a backlog of millions locks little.
 *
 * @param key the columns of the primary key
 * @returns how many went
 */
export function purgeRows(db: Database, table: PgTable, key: readonly PgColumn[], due: SQL): Promise<number> {
  const columns = sql.join([...key], sql`, `);
  return inBatches((limit) =>
    db.transact(async (tx) => {
      const some = sql`(${columns}) in (select ${columns} from ${table} where ${due} limit ${limit})`;
      // `due` again: a row that somebody prolonged while this waited for it is to stay.
      const gone = await tx.delete(table).where(and(some, due)).returning({ one: sql`1` });
      return gone.length;
    }),
  );
}

/** Calls `purge` until it finds less than it may take. */
export async function inBatches(purge: (limit: number) => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const gone = await purge(batch);
    total += gone;
    if (gone < batch) return total;
  }
}
