import { DatabaseUnavailable } from './errors.ts';

/** A queue of those who want to do something alone, first come, first served. */
export interface Turns {
  /**
   * Resolves when it is one's turn, with the function that ends it.
   *
   * @throws {DatabaseUnavailable} that takes longer than `milliseconds`
   */
  take(milliseconds?: number): Promise<() => void>;
}

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    take(milliseconds) {
      const before = last;
      let done: () => void = () => {};
      last = new Promise((resolve) => {
        done = resolve;
      });
      const turn = before.then(() => done);
      return milliseconds === undefined ? turn : inTime(turn, milliseconds);
    },
  };
}

/** Who gave up waiting lets the next one pass. */
function inTime(turn: Promise<() => void>, milliseconds: number): Promise<() => void> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new DatabaseUnavailable('Others have been writing to the database for too long.'));
    }, milliseconds);
    void turn.then((done) => {
      clearTimeout(timer);
      if (isLate) done();
      else resolve(done);
    });
  });
}
