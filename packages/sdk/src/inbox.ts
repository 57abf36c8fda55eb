import { unlessAborted } from './retry.ts';

/** How many events wait for a subscriber that is busy before it is on its own. */
const longest = 1_000;

/** Events on their way to one subscriber, in their order. */
export class Inbox<Event> {
  #waiting: Event[] = [];
  #wake: (() => void) | undefined;
  #isOver = false;
  #error: unknown;
  /** The subscriber is so slow that events were dropped: it has to fetch them itself. */
  isOverfull = false;

  push(event: Event): void {
    if (this.#waiting.length >= longest) this.isOverfull = true;
    if (this.isOverfull) this.#waiting = [];
    else this.#waiting.push(event);
    this.#wake?.();
  }

  /** No event follows. `next` throws once those that wait are taken. */
  fail(error: unknown): void {
    this.#isOver = true;
    this.#error = error;
    this.#wake?.();
  }

  /** The next event as soon as there is one; undefined when it was dropped. */
  async next(signal: AbortSignal | undefined): Promise<Event | undefined> {
    for (;;) {
      const event = this.#waiting.shift();
      if (event !== undefined || this.isOverfull) return event;
      if (this.#isOver) throw this.#error;
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await unlessAborted(woken, signal);
    }
  }
}
