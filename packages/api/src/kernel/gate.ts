import { kernelFailures } from './failures.ts';

/** Lets a few through at a time and a bounded number wait. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * @throws UNAVAILABLE from the gate, when `waiting` others wait already
 * @example
 * const hashing = createGate({ running: 2, waiting: 100 });
 * await hashing(() => hash(password));
 */
export function createGate(limits: { running: number; waiting: number }): Gate {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= limits.running) {
      if (queue.length >= limits.waiting) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
