import { LRUCache } from 'lru-cache';

export const windowSeconds = 60;
/** The most clients in memory. The counter forgets the client that was idle for the longest time first. */
const mostClients = 50_000;

interface Taken {
  readonly isOver: boolean;
  readonly left: number;
  /** Seconds until all calls are free again. */
  readonly seconds: number;
}

interface Count {
  used: number;
  readonly endsAt: number;
}

/** Counts up to `quota` points for each key, in windows of a minute from its first use. */
export function createCounter(
  quota: number,
  now: () => number = () => performance.now(),
): { take(key: string, points: number): Taken } {
  const counts = new LRUCache<string, Count>({ max: mostClients });
  return {
    take(key, points) {
      // Whole milliseconds avoid rounding errors in sums of fractions.
      const at = Math.floor(now());
      let count = counts.get(key);
      if (!count || count.endsAt <= at) counts.set(key, (count = { used: 0, endsAt: at + windowSeconds * 1_000 }));
      const isOver = count.used + points > quota;
      if (!isOver) count.used += points;
      return { isOver, left: quota - count.used, seconds: Math.ceil((count.endsAt - at) / 1_000) };
    },
  };
}
