/** A queue of those who want to do something alone, first come, first served. */
export interface Turns {
  /** Resolves when it is one's turn, with the function that ends it. */
  take(): Promise<() => void>;
}

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    take() {
      const before = last;
      let done: () => void = () => {};
      last = new Promise((resolve) => {
        done = resolve;
      });
      return before.then(() => done);
    },
  };
}
