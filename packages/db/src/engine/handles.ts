import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Notification } from '../notifications/notifications.ts';
import type { QueuedJob } from '../queue/queue.ts';
import type { Tables } from '../tables/index.ts';
import type { Reader, Transaction, Write } from './database.ts';
import type { Preparable, PreparedQuery } from './prepared-query.ts';
import type { PreparedWrite } from './prepared-write.ts';

type Handle = NodePgDatabase<Record<string, never>>;

/** Only what reads: `insert`, `update` and `delete` do not exist on it, neither as types nor at run time. */
export function reader(
  drizzle: Handle,
  tables: Tables,
  dialect: Pick<Reader, 'textSearch' | 'snapshots' | 'checked' | 'timeSlot'>,
): Reader {
  return {
    tables,
    ...dialect,
    select: drizzle.select.bind(drizzle),
    selectDistinct: drizzle.selectDistinct.bind(drizzle),
    $count: drizzle.$count.bind(drizzle),
    runPrepared<Rows, On extends Reader>(this: On, query: PreparedQuery<Rows, On>, values: Record<string, unknown>) {
      // What SQLite answers with runs when it is awaited; a prepared query is on its way as soon as it is asked.
      return preparedOn(drizzle, query, this)
        .execute(values)
        .then((rows) => rows);
    },
  };
}

type Prepared<Rows> = ReturnType<Preparable<Rows>['prepare']>;

const preparedQueries = new WeakMap<Handle, Map<object, Prepared<unknown>>>();

function preparedOn<Rows, On extends Reader>(drizzle: Handle, query: PreparedQuery<Rows, On>, on: On): Prepared<Rows> {
  const known = preparedQueries.get(drizzle) ?? new Map<object, Prepared<unknown>>();
  preparedQueries.set(drizzle, known);
  const prepared = known.get(query) ?? query.build(on).prepare(query.name);
  known.set(query, prepared);
  // What is kept for a query was made by it.
  return prepared as Prepared<Rows>;
}

/** What a transaction still has to write when its work is done, and to say when it has committed. */
export interface DeferredWork {
  readonly writes: (Write | PreparedWrite)[];
  readonly jobs: QueuedJob[];
  readonly notifications: Notification[];
}

export function transaction(
  read: Reader,
  drizzle: Handle,
  deferred: DeferredWork,
  own: Pick<Transaction, 'lockedInOrder' | 'retryJob' | 'discardJob'>,
): Transaction {
  return {
    ...read,
    insert: drizzle.insert.bind(drizzle),
    update: drizzle.update.bind(drizzle),
    delete: drizzle.delete.bind(drizzle),
    ...own,
    defer: (write) => {
      deferred.writes.push(write);
    },
    addJob: (job) => {
      deferred.jobs.push(job);
    },
    announce: (notification) => {
      deferred.notifications.push(notification);
    },
  };
}
