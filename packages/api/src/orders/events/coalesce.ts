/**
 * `work`, made by one run at a time. Who asks while a run is on gets the next one, which begins after he asked and is
 * shared by all who asked meanwhile.
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
