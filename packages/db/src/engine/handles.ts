import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { QueuedJob } from '../queue/queue.ts';
import type { Tables } from '../tables/index.ts';
import type { Reader, Transaction } from './database.ts';

type Handle = NodePgDatabase<Record<string, never>>;

/** Only what reads: `insert`, `update` and `delete` do not exist on it, neither as types nor at run time. */
export function reader(drizzle: Handle, tables: Tables): Reader {
  return {
    tables,
    select: drizzle.select.bind(drizzle),
    selectDistinct: drizzle.selectDistinct.bind(drizzle),
    $count: drizzle.$count.bind(drizzle),
  };
}

export function transaction(drizzle: Handle, tables: Tables, jobs: QueuedJob[]): Transaction {
  return {
    ...reader(drizzle, tables),
    insert: drizzle.insert.bind(drizzle),
    update: drizzle.update.bind(drizzle),
    delete: drizzle.delete.bind(drizzle),
    addJob: (job) => {
      jobs.push(job);
    },
  };
}
