import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { PgColumn } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { Database, Transaction } from './database.ts';
import { createDeferredStatements } from './engine/deferred-statement.ts';
import { isRetryable, isSilence, translateError } from './engine/errors.ts';
import { postgresRowInserts } from './engine/inserted-rows.ts';
import { type DatabaseOptions, databaseTimes } from './engine/options.ts';
import { encodedList } from './engine/placeholders.ts';
import { TransactionConnection } from './engine/postgres-connection.ts';
import { openPool } from './engine/postgres-pool.ts';
import { refuseNesting, refuseReadingBeside, runInScope, type Scope } from './engine/scope.ts';
import { createStatementNames, named, type StatementNames } from './engine/statement-names.ts';
import { type TraceQuery, untraced } from './engine/tracing.ts';
import { type DeferredWork, reader, transaction } from './handles.ts';
import { postgresLimiter } from './limits/postgres-limiter.ts';
import { postgresLocks } from './locks/postgres.ts';
import { describePostgres, isPostgresMigrated, migratePostgres } from './migrate/postgres.ts';
import { isStrict, postgresNotifications } from './notifications/postgres.ts';
import { postgresProbe } from './probe/postgres.ts';
import { probeTimes } from './probe/probe.ts';
import { postgresQueue } from './queue/postgres.ts';
import { addJobs, discardJob, jobsParameter, retryJob } from './queue/postgres-jobs.ts';
import { postgresSearch } from './search/postgres.ts';
import { postgresSnapshots } from './snapshots/postgres.ts';
import { defineTables } from './tables/index.ts';
import { postgresTail } from './tail/postgres.ts';
import { postgresVocabulary } from './vocabulary/postgres.ts';

const maxTries = 4;

export function openPostgres(url: string, options: DatabaseOptions): Database {
  const tables = defineTables(postgresVocabulary);
  const { traceQuery: trace = untraced } = options;
  const settings: pg.PoolConfig = {
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: options.connectionWaitMilliseconds ?? databaseTimes.connection,
    idleTimeoutMillis: 30_000,
    statement_timeout: databaseTimes.statement,
    lock_timeout: databaseTimes.lock,
    query_timeout: options.answerWaitMilliseconds ?? databaseTimes.answer,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    idle_in_transaction_session_timeout: databaseTimes.idleInTransaction,
    application_name: 'cartwright',
    // Timestamps arrive as text in the session's zone, and JavaScript does not know every zone's history.
    options: '-c timezone=UTC',
    // The client sends a statement without waiting for the previous answer.
    pipeline: true,
  };
  const pool = openPool(settings, options);

  const dialect = {
    textSearch: postgresSearch(tables),
    snapshots: postgresSnapshots,
    checked: (column: PgColumn) => column,
    isOneOf,
    timeSlot,
  };
  const directUrl = options.directUrl ?? url;
  const notifications = postgresNotifications(directUrl, pool);
  let direct: pg.Pool | undefined;
  const directPool = () => {
    if (options.directUrl === undefined) return pool;
    return (direct ??= openPool({ ...settings, connectionString: directUrl }, options));
  };
  // A connection of its own, because a limiter that waits behind the requests could not refuse them.
  let counting: pg.Pool | undefined;
  const limiterPool = () => (counting ??= openPool({ ...settings, max: 1 }, options));
  const watched = openPool(
    {
      ...settings,
      max: 1,
      // The connection stays open, because a busy Postgres may have none left.
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: probeTimes.connection,
      statement_timeout: probeTimes.statement,
      query_timeout: probeTimes.answer,
    },
    options,
  );
  const queue = postgresQueue(pool, directPool, options.jobLeaseMilliseconds);
  let closing: Promise<void> | undefined;
  // With a direct address, `url` leads to a pooler, where a named statement may be unknown to the next connection.
  const nameOf = options.directUrl === undefined ? createStatementNames() : () => undefined;
  const endingStatement = createDeferredStatements(addJobs);
  const connections = new WeakMap<pg.PoolClient, TransactionConnection>();

  async function attempt<T>(work: (tx: Transaction) => Promise<T>): Promise<{ value: T; confirmed?: Promise<void> }> {
    const client = await pool.connect();
    let connection = connections.get(client);
    if (!connection) connections.set(client, (connection = new TransactionConnection(client, nameOf, trace)));
    const handle = connection.drizzle;
    const scope: Scope = { over: false };
    const deferred: DeferredWork = { writes: [], jobs: [], notifications: [] };
    const own = reader(handle, tables, dialect);
    const tx = transaction(own, handle, deferred, {
      ...postgresLocks(handle, tables),
      ...postgresRowInserts(),
      retryJob: (id) => retryJob(handle, id),
      discardJob: (id) => discardJob(handle, id),
    });
    let broken: Error | undefined;
    connection.handOver(scope);
    try {
      const value = await runInScope(scope, async () => {
        const worked = await work(tx);
        const jobs = deferred.jobs.length > 0 ? jobsParameter(deferred.jobs) : undefined;
        const last = endingStatement(tx, deferred.writes, jobs);
        if (last) {
          if (!deferred.notifications.some(isStrict)) connection.expectLast();
          await connection.query({ text: last.text }, last.values);
        }
        return worked;
      });
      scope.over = true;
      const sent = await notifications.sendWithin(connection, deferred.notifications);
      await connection.commit();
      notifications.publish(deferred.notifications, deferred.jobs.length);
      return { value, ...sent };
    } catch (error) {
      scope.over = true;
      const cause = connection.causeOf(error);
      broken = isSilence(cause) ? new Error('The connection was given up.') : await connection.rollback();
      throw cause;
    } finally {
      connection.handOver(undefined);
      client.release(broken);
    }
  }

  return {
    dialect: 'postgres',
    tables,
    read: reader(drizzle(guarded(pool, nameOf, trace)), tables, dialect),
    queue,
    async transact(work) {
      refuseNesting();
      for (let tries = 1; ; tries += 1) {
        try {
          const { value, confirmed } = await attempt(work);
          // The connection is free again during this wait.
          if (confirmed) await confirmed;
          return value;
        } catch (error) {
          if (tries < maxTries && isRetryable(error)) continue;
          throw translateError(error);
        }
      }
    },
    listen: notifications.listen,
    tail: (id) => postgresTail(pool, id),
    rateLimiter: (limit) => postgresLimiter(limiterPool(), limit),
    migrate: (onProgress) => migratePostgres(directUrl, onProgress),
    describe: () => describePostgres(pool),
    isMigrated: () => isPostgresMigrated(pool),
    probe: postgresProbe(watched, options.jobLeaseMilliseconds),
    load: () => ({ connections: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () =>
      (closing ??= notifications.close().then(async () => {
        await direct?.end();
        await counting?.end();
        await watched.end();
        await pool.end();
      })),
  };
}

/** Uses `date_bin`, which takes half the time of arithmetic on `date_part`. */
function timeSlot(column: PgColumn, origin: Date, minutes: number): SQL<number> {
  const size = minutes * 60_000;
  const slotOf = (begin: string) => ((column.mapFromDriverValue(begin) as Date).getTime() - origin.getTime()) / size;
  return sql<number>`date_bin(${`${minutes} minutes`}::interval, ${column}, ${sql.param(origin, column)})`.mapWith(
    slotOf,
  );
}

function isOneOf(column: PgColumn, list: Placeholder): SQL {
  return sql`${column} = any(${encodedList(list, column)})`;
}

/** The pool for reads, with errors translated. */
function guarded(pool: pg.Pool, nameOf: StatementNames, trace: TraceQuery): pg.Pool {
  const query = (config: pg.QueryConfig, values: unknown[]) => {
    refuseReadingBeside();
    return trace(config.text, () => pool.query(named(config, nameOf), values)).catch((error: unknown) => {
      throw translateError(error);
    });
  };
  class ReadingPool {
    readonly query = query;
  }
  // A class, because drizzle takes a plain object for its settings. It calls nothing but `query()` on it.
  return new ReadingPool() as unknown as pg.Pool;
}
