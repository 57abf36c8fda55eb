import { kernelFailures } from './failures.ts';

/** Between two signs of life of a stream on which nothing happens: proxies cut connections that are silent. */
export const heartbeatMilliseconds = 15_000;

/** One stream to one client, such as a subscription. */
export interface OpenStream {
  /** Aborted as soon as nobody wants it any more: the client has gone, it is over, or the process stops. */
  readonly signal: AbortSignal;
  /** Frees its place. May be called more than once. */
  end(): void;
}

/** The streams of this process, which are few enough to be kept open, and end when the process does. */
export interface Streams {
  /** How many are open. */
  readonly count: number;
  /**
   * Takes a place for a stream of a person or a key, until it ends or `left` is aborted.
   *
   * @throws UNAVAILABLE the process has as many as it takes, or stops
   * @throws TOO_MANY_STREAMS the caller has
   */
  open(callerId: string, left?: AbortSignal): OpenStream;
  /** Ends all streams and takes no more: clients come back, to another process. To be called before a server stops. */
  close(): void;
}

export function createStreams({ most, mostPerCaller }: { most: number; mostPerCaller: number }): Streams {
  const ends = new Set<() => void>();
  const byCaller = new Map<string, number>();
  let isClosed = false;
  return {
    get count() {
      return ends.size;
    },
    open(callerId, left) {
      if (isClosed || ends.size >= most) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
      const own = byCaller.get(callerId) ?? 0;
      if (own >= mostPerCaller) throw kernelFailures.TOO_MANY_STREAMS({ limit: mostPerCaller });
      const ended = new AbortController();
      const end = () => {
        if (!ends.delete(end)) return;
        const others = (byCaller.get(callerId) ?? 1) - 1;
        if (others > 0) byCaller.set(callerId, others);
        else byCaller.delete(callerId);
        left?.removeEventListener('abort', end);
        ended.abort();
      };
      byCaller.set(callerId, own + 1);
      ends.add(end);
      left?.addEventListener('abort', end, { once: true });
      if (left?.aborted) end();
      return { signal: ended.signal, end };
    },
    close() {
      isClosed = true;
      for (const end of ends) end();
    },
  };
}
