import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../engine/errors.ts';

const firstPause = 50;
const longestPause = 1_000;

/**
 * Runs a job, and runs it again while the database is away. An outage therefore uses up none of the job's tries, and a
 * worker whose jobs all wait takes no others.
 *
 * @param milliseconds how long an outage may last before the worker puts the job back
 * @throws what `run` throws for any other reason, or because the outage lasts longer or the worker stops
 */
export async function runThroughOutage(
  run: () => Promise<void>,
  { milliseconds, stopping }: { milliseconds: number; stopping: AbortSignal },
): Promise<void> {
  const until = performance.now() + milliseconds;
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await run();
    } catch (error) {
      if (!isDatabaseAway(error) || stopping.aborted || performance.now() > until) throw error;
      await sleep(pause, undefined, { signal: stopping }).catch(() => {});
    }
  }
}
