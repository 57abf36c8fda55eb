import type { Reader, Transaction } from './database.ts';
import type { Preparable, PreparedQuery } from './engine/prepared-query.ts';
import type { PreparedWrite } from './engine/prepared-write.ts';
import type { Handle, SqlReader, Write } from './engine/sql.ts';
import type { Locks } from './locks/locks.ts';
import type { Notification } from './notifications/notifications.ts';
import type { QueuedJob } from './queue/queue.ts';
import type { Tables } from './tables/index.ts';

/** Restricts a handle to reading: `insert`, `update` and `delete` exist neither as types nor at run time. */
export function reader(
  drizzle: Handle,
  tables: Tables,
  dialect: Pick<Reader, 'textSearch' | 'snapshots' | 'checked' | 'isOneOf' | 'timeSlot'>,
): Reader {
  return {
    tables,
    ...dialect,
    select: drizzle.select.bind(drizzle),
    selectDistinct: drizzle.selectDistinct.bind(drizzle),
    $count: drizzle.$count.bind(drizzle),
    runPrepared<Rows, On extends SqlReader>(this: On, query: PreparedQuery<Rows, On>, values: Record<string, unknown>) {
      // SQLite's builders run when they are awaited. `then` starts the query at once, as on Postgres.
      return preparedOn(drizzle, query, this)
        .execute(values)
        .then((rows) => rows);
    },
  };
}

type Prepared<Rows> = ReturnType<Preparable<Rows>['prepare']>;

const preparedQueries = new WeakMap<Handle, Map<object, Prepared<unknown>>>();

function preparedOn<Rows, On extends SqlReader>(
  drizzle: Handle,
  query: PreparedQuery<Rows, On>,
  on: On,
): Prepared<Rows> {
  const known = preparedQueries.get(drizzle) ?? new Map<object, Prepared<unknown>>();
  preparedQueries.set(drizzle, known);
  const prepared = known.get(query) ?? query.build(on).prepare(query.name);
  known.set(query, prepared);
  // The map keeps each query's own prepared form under it.
  return prepared as Prepared<Rows>;
}

/** Writes and jobs that a transaction sends before its commit, and notifications that it sends with it. */
export interface DeferredWork {
  readonly writes: (Write | PreparedWrite)[];
  readonly jobs: QueuedJob[];
  readonly notifications: Notification[];
}

export function transaction(
  read: Reader,
  drizzle: Handle,
  deferred: DeferredWork,
  own: Locks & Pick<Transaction, 'retryJob' | 'discardJob'>,
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
