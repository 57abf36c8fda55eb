/**
 * Milliseconds, within the ten seconds that a process has to stop. Work that is not done by then is cut off: its
 * transaction is rolled back, and its job runs again.
 */
const timeoutMilliseconds = 9_500;

/** Stops cleanly on SIGTERM and SIGINT and exits 0. A second signal ends the process at once, with 1. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(0), timeoutMilliseconds).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
