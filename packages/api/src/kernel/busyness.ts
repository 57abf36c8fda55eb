/** Milliseconds over which it is told how busy the process is. */
const span = 100;
/** The share of its time from which on the event loop counts as busy. */
const threshold = 0.5;
/** How many times as long as the work a rest is while it does. */
const restsPerWork = 3;

/** The share of the last moments in which the event loop of this process had something to do, from 0 to 1. */
export function busyness(): () => number {
  let before = performance.eventLoopUtilization();
  let at = performance.now();
  let share = 0;
  return () => {
    const now = performance.now();
    if (now - at < span) return share;
    const current = performance.eventLoopUtilization();
    share = performance.eventLoopUtilization(current, before).utilization;
    [before, at] = [current, now];
    return share;
  };
}

/** The rest after work on other threads, which takes processor time from the event loop while that is busy. */
export function restAfter(isBusy: () => number): (took: number) => number {
  return (took) => (isBusy() < threshold ? 0 : took * restsPerWork);
}
