/** Milliseconds that a transaction waits for confirmations, because a process may hang. */
const longestWait = 500;

/** Waits until every process that listens has received a notification. */
export interface Confirmations {
  /** Resolves when `count` processes have confirmed the notification with this id, or after half a second. */
  waitFor(id: string, count: number): Promise<void>;
  /** Counts the confirmation of one process. Does nothing if no transaction waits for it. */
  confirm(id: string): void;
}

export function createConfirmations(): Confirmations {
  const waiting = new Map<string, () => void>();
  return {
    waitFor: (id, count) =>
      new Promise<void>((resolve) => {
        let missing = count;
        const timer = setTimeout(end, longestWait);
        waiting.set(id, () => {
          missing -= 1;
          if (missing <= 0) end();
        });
        function end() {
          clearTimeout(timer);
          waiting.delete(id);
          resolve();
        }
      }),
    confirm: (id) => waiting.get(id)?.(),
  };
}
