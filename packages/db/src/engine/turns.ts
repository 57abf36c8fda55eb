import { DatabaseUnavailable } from './errors.ts';

/** A first-come, first-served queue for exclusive work. */
export interface Turns {
  /**
   * Resolves when the caller's turn comes, with the function that ends the turn.
   *
   * @throws {DatabaseUnavailable} the turn does not come within `milliseconds`
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

/** A caller that gave up passes its turn on at once. */
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
