import type { Reader, Transaction } from './database.ts';
import type { RowInserts } from './engine/inserted-rows.ts';
import type { Preparable, PreparedRun, PreparedStatement } from './engine/prepared.ts';
import type { Handle, SqlReader, SqlTransaction, Write } from './engine/sql.ts';
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
    runPrepared<Rows, On extends SqlReader>(this: On, { statement, values }: PreparedRun<Rows, On>) {
      // SQLite's builders run when they are awaited. `then` starts the query at once, as on Postgres.
      return preparedOn(drizzle, statement, this)
        .execute(values)
        .then((rows) => rows);
    },
  };
}

type Prepared<Rows> = ReturnType<Preparable<Rows>['prepare']>;

const preparedStatements = new WeakMap<Handle, Map<object, Prepared<unknown>>>();

function preparedOn<Rows, On extends SqlReader>(
  drizzle: Handle,
  statement: PreparedStatement<Rows, On>,
  on: On,
): Prepared<Rows> {
  const known = preparedStatements.get(drizzle) ?? new Map<object, Prepared<unknown>>();
  preparedStatements.set(drizzle, known);
  const prepared = known.get(statement) ?? statement.build(on).prepare(statement.name);
  known.set(statement, prepared);
  // The map keeps each statement's own prepared form under it.
  return prepared as Prepared<Rows>;
}

/** Writes and jobs that a transaction sends before its commit, and notifications that it sends with it. */
export interface DeferredWork {
  readonly writes: (Write | PreparedRun<unknown, SqlTransaction>)[];
  readonly jobs: QueuedJob[];
  readonly notifications: Notification[];
}

export function transaction(
  read: Reader,
  drizzle: Handle,
  deferred: DeferredWork,
  own: Locks & RowInserts & Pick<Transaction, 'retryJob' | 'discardJob'>,
): Transaction {
  return {
    ...read,
    insert: drizzle.insert.bind(drizzle),
    update: drizzle.update.bind(drizzle),
    delete: drizzle.delete.bind(drizzle),
    ...own,
    defer: (write) => {
      deferred.writes.push('onTables' in write ? write.onTables(read.tables) : write);
    },
    addJob: (job) => {
      deferred.jobs.push(job);
    },
    announce: (notification) => {
      deferred.notifications.push(notification);
    },
  };
}
