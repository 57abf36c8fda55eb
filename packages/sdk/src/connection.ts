import { unlessAborted } from './retry.ts';
import { readServerEvents, type ServerEvent } from './server-events.ts';

/** How long a shop may be silent that does not say how often it gives a sign of life. */
const longestSilence = 60_000;

/** One request that is answered by a stream. */
export interface Connection {
  /** What comes, as it is asked for. Throws when the connection is lost, or silent for too long. */
  events(): AsyncGenerator<ServerEvent, void, undefined>;
  /** The shop gives a sign of life at least this often. */
  expectSignsEvery(milliseconds: number): void;
  close(): void;
}

export interface ConnectionParts {
  /** Asks for the stream. */
  send(signal: AbortSignal): Promise<Response>;
  /** Milliseconds until it begins. */
  readonly timeout: number;
  /** Says in our words why a connection was lost. */
  translate(error: unknown): unknown;
}

/** Opens a stream. */
export function connect({ send, timeout, translate }: ConnectionParts): Connection {
  const controller = new AbortController();
  let silence = longestSilence;

  /** Gives up when `work` takes longer than this. */
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
