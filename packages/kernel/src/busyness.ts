/** Milliseconds of one measurement. */
const span = 100;
/** The share of time in use from which the event loop counts as busy. */
const threshold = 0.5;
/** Rest per unit of work while the event loop is busy. */
const restsPerWork = 3;

/** Measures the share of recent time in which this process's event loop was active, from 0 to 1. */
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

/** Milliseconds to rest after work on other threads. The work takes processor time from a busy event loop. */
export function restAfter(isBusy: () => number): (took: number) => number {
  return (took) => (isBusy() < threshold ? 0 : took * restsPerWork);
}
