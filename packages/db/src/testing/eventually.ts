import { vi } from 'vitest';

/** Far longer than any test needs, because other work may run on the machine. */
const timeout = 60_000;

/**
 * Repeats an assertion until it holds, and resolves to its result. Tests wait for a state this way and never for a
 * time.
 *
 * @throws the assertion's last error after 60 s
 * @example await eventually(async () => expect(await db.queue.count()).toEqual({ waiting: 0, failed: 0 }));
 */
export function eventually<Result>(assertion: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(assertion, { timeout, interval: 20 });
}
