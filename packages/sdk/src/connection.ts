import { unlessAborted } from './retry.ts';
import { readServerEvents, type ServerEvent } from './server-events.ts';

/** Milliseconds of silence to accept from a shop that does not announce how often it sends a sign of life. */
const longestSilence = 60_000;

/** One request that is answered by a stream. */
export interface Connection {
  /** Yields events as the reader asks for them. Throws when the connection is lost or silent for too long. */
  events(): AsyncGenerator<ServerEvent, void, undefined>;
  /** Sets the longest interval between two signs of life from the shop. */
  expectSignsEvery(milliseconds: number): void;
  close(): void;
}

export interface ConnectionParts {
  /** Requests the stream. */
  send(signal: AbortSignal): Promise<Response>;
  /** Milliseconds to wait until the stream begins. */
  readonly timeout: number;
  /** Converts the reason of a lost connection into the client's own error. */
  translate(error: unknown): unknown;
}

export function connect({ send, timeout, translate }: ConnectionParts): Connection {
  const controller = new AbortController();
  let silence = longestSilence;

  /** Aborts the connection when `work` takes longer than `milliseconds`. */
  async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    const giveUp = () => controller.abort(new DOMException('it was silent for too long', 'TimeoutError'));
    const timer = setTimeout(giveUp, milliseconds);
    try {
      return await unlessAborted(work, controller.signal);
    } catch (error) {
      throw translate(error);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async *events() {
      const response = await within(timeout, send(controller.signal));
      const reader = response.body?.getReader();
      if (reader) yield* readServerEvents(async () => (await within(silence, reader.read())).value);
    },
    expectSignsEvery(milliseconds) {
      silence = milliseconds;
    },
    close: () => controller.abort(),
  };
}
