import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../engine/errors.ts';

const firstPause = 50;
const longestPause = 1_000;

/**
 * Runs a job, and runs it again while the database is away, so that an outage uses up none of the job's tries. A worker
 * whose jobs all wait takes no other jobs.
 *
 * @param milliseconds how long an outage may last before the worker puts the job back
 * @throws the error of `run` for any other reason, or if the outage lasts longer or the worker stops
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
