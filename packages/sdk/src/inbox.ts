import { unlessAborted } from './retry.ts';

/** Events that may wait for a busy subscriber before the inbox drops them. */
const longest = 1_000;

/** The events for one subscriber, in order. */
export class Inbox<Event> {
  #waiting: Event[] = [];
  #wake: (() => void) | undefined;
  #isOver = false;
  #error: unknown;
  /** Whether events were dropped because the subscriber is slow. It must fetch them itself. */
  isOverfull = false;

  push(event: Event): void {
    if (this.#waiting.length >= longest) this.isOverfull = true;
    if (this.isOverfull) this.#waiting = [];
    else this.#waiting.push(event);
    this.#wake?.();
  }

  /** Ends the inbox. `next` throws `error` after the waiting events are taken. */
  fail(error: unknown): void {
    this.#isOver = true;
    this.#error = error;
    this.#wake?.();
  }

  /** Resolves to the next event; undefined when events were dropped. */
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
