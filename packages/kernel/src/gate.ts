import { setTimeout as sleep } from 'node:timers/promises';
import { kernelFailures } from './failures.ts';

/** Runs a few calls at a time and lets a bounded number wait. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export interface GateLimits {
  readonly running: number;
  readonly waiting: number;
  /** Milliseconds for which a place stays free after work that took `took`. The caller of that work does not wait. */
  rest?(took: number): number;
}

/**
 * Makes a gate.
 *
 * @throws UNAVAILABLE from the gate, if `running` calls run and `waiting` others wait already
 * @example
 * const hashing = createGate({ running: 2, waiting: 100 });
 * await hashing(() => hash(password));
 */
export function createGate({ running: places, waiting, rest }: GateLimits): Gate {
  let taken = 0;
  const queue: (() => void)[] = [];

  async function leave(took: number): Promise<void> {
    const pause = rest?.(took) ?? 0;
    if (pause > 0) await sleep(pause);
    const next = queue.shift();
    if (next) next();
    else taken -= 1;
  }

  return async (work) => {
    if (taken >= places) {
      if (queue.length >= waiting) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      taken += 1;
    }
    const started = performance.now();
    try {
      return await work();
    } finally {
      void leave(performance.now() - started);
    }
  };
}
