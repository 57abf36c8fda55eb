import { LRUCache } from 'lru-cache';

export const windowSeconds = 60;
/** Whoever was not seen for longest is forgotten first, so that many addresses take no more memory than these. */
const mostClients = 50_000;

interface Taken {
  readonly isOver: boolean;
  readonly left: number;
  /** Until all are free again. */
  readonly seconds: number;
}

interface Count {
  used: number;
  readonly endsAt: number;
}

/** Counts up to `quota` for each key, a minute at a time from its first use. */
export function createCounter(
  quota: number,
  now: () => number = () => performance.now(),
): { take(key: string, points: number): Taken } {
  const counts = new LRUCache<string, Count>({ max: mostClients });
  return {
    take(key, points) {
      // Whole milliseconds, because sums of fractions come out a little larger than their parts.
      const at = Math.floor(now());
      let count = counts.get(key);
      if (!count || count.endsAt <= at) counts.set(key, (count = { used: 0, endsAt: at + windowSeconds * 1_000 }));
      const isOver = count.used + points > quota;
      if (!isOver) count.used += points;
      return { isOver, left: quota - count.used, seconds: Math.ceil((count.endsAt - at) / 1_000) };
    },
  };
}
