import type { Subject } from './read.ts';

/** A stream that waits for events of its subject. */
export class Follower {
  readonly subject: Subject;
  /** Undefined for a guest, whose access only the regular checks decide. */
  readonly userId: string | undefined;
  #isAwake = false;
  #wake: (() => void) | undefined;
  #doubts = 0;

  constructor(subject: Subject, userId: string | undefined) {
    this.subject = subject;
    this.userId = userId;
  }

  /** Counts the requests to check again whether the user still has access. */
  get accessChecks(): number {
    return this.#doubts;
  }

  recheckAccess(): void {
    this.#doubts += 1;
    this.wake();
  }

  /** Ends the current wait, or the next one if there is none. */
  wake(): void {
    this.#isAwake = true;
    this.#wake?.();
  }

  /** Resolves when the follower is woken, or after this time. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#isAwake) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    this.#isAwake = false;
  }
}
