import { vi } from 'vitest';

/** Far longer than anything takes by itself, because other things may run on the machine. */
const timeout = 60_000;

/**
 * Repeats an assertion until it holds, and resolves to what it returns. Tests wait for a state this way and never for a time.
 *
 * @throws the assertion's last error after 60 s
 * @example await eventually(async () => expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 }));
 */
export function eventually<Result>(assertion: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(assertion, { timeout, interval: 20 });
}
