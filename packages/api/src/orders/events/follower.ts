import type { Subject } from './read.ts';

/** A stream that waits for news of its subject. */
export class Follower {
  readonly subject: Subject;
  /** Who it is. */
  readonly userId: string;
  #isAwake = false;
  #wake: (() => void) | undefined;
  #doubts = 0;

  constructor(subject: Subject, userId: string) {
    this.subject = subject;
    this.userId = userId;
  }

  /** How often there was reason to ask whether he may still know. */
  get accessChecks(): number {
    return this.#doubts;
  }

  recheckAccess(): void {
    this.#doubts += 1;
    this.wake();
  }

  /** Ends the wait, or the next one where there is none now. */
  wake(): void {
    this.#isAwake = true;
    this.#wake?.();
  }

  /** Resolves when it is woken, or after this time at the latest. */
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
