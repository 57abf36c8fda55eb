import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from '@cartwright/db';
import type { Log } from '@cartwright/kernel/ports';

/** Milliseconds between two tries. */
const pause = 1_000;

/**
 * Runs the first work on a database, and repeats it while the database does not answer. Other errors, such as a wrong
 * password, end it at once.
 *
 * @param seconds the time after which it gives up
 * @throws {DatabaseUnavailable}
 */
export async function awaitDatabase<T>(
  work: () => Promise<T>,
  { log, seconds }: { readonly log: Log; readonly seconds: number },
): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (let tries = 1; ; tries += 1) {
    try {
      const value = await work();
      if (tries > 1) log.info({ tries }, 'database answers');
      return value;
    } catch (error) {
      if (!isUnavailable(error) || performance.now() + pause > deadline) throw error;
      if (tries === 1) log.warn({ reason: (error as Error).message, seconds }, 'waiting for the database');
      await sleep(pause);
    }
  }
}
