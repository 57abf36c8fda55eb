/** Somebody who waits for news of one order, or of all. */
export class Follower {
  readonly orderId: string | undefined;
  #isAwake = false;
  #wake: (() => void) | undefined;

  constructor(orderId: string | undefined) {
    this.orderId = orderId;
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
