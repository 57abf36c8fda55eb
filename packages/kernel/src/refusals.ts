import type { Log } from './ports.ts';

/** Milliseconds after a logged refusal in which further ones are only counted. */
const quietTime = 10_000;

interface Count {
  refused: number;
}

const counts = new WeakMap<Log, Count>();

/**
 * Warns of a call refused as UNAVAILABLE. The first gets its own line, and those of the next ten seconds share one,
 * because an unreachable database refuses every call and the disk for the log may be full.
 */
export function logUnavailable(
  log: Log,
  facts: { readonly requestId: string; readonly procedure?: string; readonly err: unknown },
  quiet = quietTime,
): void {
  const count = counts.get(log);
  if (count) {
    count.refused += 1;
    return;
  }
  log.warn(facts, 'call refused');
  countQuietly(log, quiet);
}

function countQuietly(log: Log, quiet: number): void {
  const count: Count = { refused: 0 };
  counts.set(log, count);
  setTimeout(() => {
    counts.delete(log);
    if (count.refused === 0) return;
    log.warn({ refused: count.refused, seconds: quiet / 1_000 }, 'more calls refused');
    countQuietly(log, quiet);
  }, quiet).unref();
}
