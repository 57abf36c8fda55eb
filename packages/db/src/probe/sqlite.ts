import type Sqlite from 'better-sqlite3';
import { historyTable } from '../migrate/files.ts';
import { isSqliteMigrated } from '../migrate/sqlite.ts';
import type { Queue } from '../queue/queue.ts';
import type { Probe } from './probe.ts';

/** Needs new pages in the file and room in its log, as any write may. Leaves no row behind. */
export const writeThatLeavesNothing = `
  INSERT INTO ${historyTable} VALUES (hex(zeroblob(8192)), 0);
  DELETE FROM ${historyTable} WHERE hash = hex(zeroblob(8192));`;

/**
 * Reads without waiting, because SQLite readers never wait. While the last write was refused, each question tries a
 * write, because a server that is not ready gets no requests that would write.
 */
export function sqliteProbe(
  reading: Sqlite.Database,
  queue: Pick<Queue, 'stats'>,
  writes: { isRefused(): boolean; tryToWrite(): Promise<unknown> },
): Probe {
  let isMigrated = false;
  return {
    async vitals() {
      isMigrated ||= isSqliteMigrated(reading);
      reading.prepare('SELECT 1 FROM sqlite_master').get();
      if (writes.isRefused()) await writes.tryToWrite().catch(() => {});
      return { isMigrated, isWritable: !writes.isRefused(), clockOffset: 0 };
    },
    queueStats: queue.stats,
  };
}
