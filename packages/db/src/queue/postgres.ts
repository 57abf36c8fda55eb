import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { postgresInspection } from './postgres-inspection.ts';
import { runDueJobs, startWorker } from './postgres-worker.ts';
import { defaultLeaseMilliseconds, type Queue } from './queue.ts';

const restartMilliseconds = 1_000;

/** Runs graphile-worker on the shop's own pool, or on `direct` if the pool leads to a pooler that cannot LISTEN. */
export function postgresQueue(
  pool: pg.Pool,
  direct: () => pg.Pool = () => pool,
  leaseMilliseconds = defaultLeaseMilliseconds,
): Queue {
  const connections = { pool, direct, leaseMilliseconds };

  return {
    async start(options) {
      const stopping = new AbortController();
      let worker = await startWorker(connections, options, stopping.signal);
      const replacing = (async () => {
        for (;;) {
          await worker.ended;
          const { putBack } = worker;
          await sleep(restartMilliseconds, undefined, { signal: stopping.signal }).catch(() => {});
          if (stopping.signal.aborted) return putBack().catch(() => {});
          try {
            await putBack();
            worker = await startWorker(connections, options, stopping.signal);
          } catch {
            // The database is still away.
            continue;
          }
          if (stopping.signal.aborted) await worker.stop();
        }
      })();
      return {
        async stop() {
          stopping.abort();
          await worker.stop();
          await replacing;
        },
      };
    },

    drain: (options, now) => runDueJobs(connections, options, now),

    ...postgresInspection(connections),
  };
}
