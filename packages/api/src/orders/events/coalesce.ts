/**
 * Coalesces calls of `work`: at most one run at a time. Calls made during a run share the next run, which starts after
 * it.
 */
export function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = () => {
    const run = work().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };
  return () => {
    if (!running) return start();
    const after = () => {
      next = undefined;
      return start();
    };
    next ??= running.then(after, after);
    return next;
  };
}
