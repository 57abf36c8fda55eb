import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { SqliteConnections } from './sqlite-connections.ts';

export interface Heartbeat {
  /** Resolves when the worker is off the list. Its remaining jobs run elsewhere after the lease. */
  stop(): Promise<void>;
}

/** Keeps a worker on the list of living workers. */
export function startHeartbeat(
  { writer, transact, leaseMilliseconds }: SqliteConnections,
  concurrency: number,
): Heartbeat {
  const worker = { id: randomUUID(), host: hostname(), pid: process.pid, concurrency };
  let last: Promise<unknown> = Promise.resolve();
  const beat = () => {
    const now = Date.now();
    const write = async () => {
      writer.prepare(beatOnce).run({ ...worker, now });
      writer.prepare(sweep).run({ start: now - leaseMilliseconds });
    };
    // The next beat makes up for a failed one.
    last = last.then(() => transact(write)).catch(() => {});
  };
  const beats = setInterval(beat, leaseMilliseconds / 3);
  beat();
  return {
    async stop() {
      clearInterval(beats);
      await last;
      await transact(async () => writer.prepare('delete from queue_workers where id = ?').run(worker.id)).catch(
        () => {},
      );
    },
  };
}

const beatOnce = `
  insert into queue_workers (id, host, pid, concurrency, started_at, seen_at)
  values (:id, :host, :pid, :concurrency, :now, :now)
  on conflict (id) do update set seen_at = :now`;

const sweep = 'delete from queue_workers where seen_at < :start';
