import type Sqlite from 'better-sqlite3';
import { defaultLeaseMilliseconds, type Queue } from './queue.ts';
import type { SqliteConnections } from './sqlite-connections.ts';
import { sqliteInspection } from './sqlite-inspection.ts';
import { runDueJobs, startWorker, type Worker } from './sqlite-worker.ts';

export interface SqliteQueue extends Queue {
  /** Wakes the workers of this process. Those of others find new jobs within half a second. */
  wakeWorkers(): void;
}

/** The embedded queue, which does for one SQLite file what graphile-worker does on Postgres. */
export function sqliteQueue(
  writer: Sqlite.Database,
  reading: Sqlite.Database,
  transact: SqliteConnections['transact'],
  leaseMilliseconds = defaultLeaseMilliseconds,
): SqliteQueue {
  const connections = { writer, reading, transact, leaseMilliseconds };
  const workers = new Set<Worker>();

  return {
    async start(options) {
      const worker = startWorker(connections, options);
      workers.add(worker);
      return {
        async stop() {
          workers.delete(worker);
          await worker.stop();
        },
      };
    },

    drain: (options, now) => runDueJobs(connections, options, now),

    ...sqliteInspection(connections),

    wakeWorkers() {
      for (const worker of workers) worker.wake();
    },
  };
}
