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

/** The client that asks for a stream. */
export interface StreamClient {
  /** The account or the API key, as `callerIdOf` names it. */
  readonly callerId: string;
  /** The client's network, as `networkOf` names it. */
  readonly network: string;
  readonly isAdmin: boolean;
}

/** The streams of this process, which are few enough to be kept open, and end when the process does. */
export interface Streams {
  /** How many are open. */
  readonly count: number;
  /**
   * Takes a place for a stream, until it ends or `left` is aborted.
   *
   * @throws UNAVAILABLE the process has no place left for such a client, or stops
   * @throws TOO_MANY_STREAMS the account, the key or the network has as many as it may
   */
  open(client: StreamClient, left?: AbortSignal): OpenStream;
  /** Ends all streams and takes no more: clients come back, to another process. To be called before a server stops. */
  close(): void;
}

export interface StreamLimits {
  readonly most: number;
  readonly mostPerCaller: number;
  readonly mostPerNetwork: number;
  readonly keptForAdmins: number;
}

/**
 * Places are shared so that no client takes what others need. Customers have all but those kept for admins, of which there
 * are never more than half. A network has at most half of the customers' places, however many accounts it holds. Admins,
 * and the keys that they make, are trusted not to crowd each other out and have a limit for each account and key only.
 */
export function createStreams({ most, mostPerCaller, mostPerNetwork, keptForAdmins }: StreamLimits): Streams {
  const forCustomers = most - Math.min(keptForAdmins, Math.floor(most / 2));
  const forOneNetwork = Math.min(mostPerNetwork, Math.max(1, Math.floor(forCustomers / 2)));
  const ends = new Set<() => void>();
  const byCaller = new Tally();
  const byNetwork = new Tally();
  let customers = 0;
  let isClosed = false;

  function refuse({ callerId, network, isAdmin }: StreamClient): void {
    if (isClosed) throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
    if (byCaller.count(callerId) >= mostPerCaller) {
      throw kernelFailures.TOO_MANY_STREAMS({ limit: mostPerCaller, of: 'account' });
    }
    if (!isAdmin && byNetwork.count(network) >= forOneNetwork) {
      throw kernelFailures.TOO_MANY_STREAMS({ limit: forOneNetwork, of: 'network' });
    }
    if (ends.size >= most || (!isAdmin && customers >= forCustomers)) {
      throw kernelFailures.UNAVAILABLE({ retryAfter: 5 });
    }
  }

  function count({ callerId, network, isAdmin }: StreamClient, change: 1 | -1): void {
    byCaller.add(callerId, change);
    if (isAdmin) return;
    byNetwork.add(network, change);
    customers += change;
  }

  return {
    get count() {
      return ends.size;
    },
    open(client, left) {
      refuse(client);
      const ended = new AbortController();
      const end = () => {
        if (!ends.delete(end)) return;
        count(client, -1);
        left?.removeEventListener('abort', end);
        ended.abort();
      };
      count(client, 1);
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

/** Counts by name. A name with nothing to count takes no memory. */
class Tally {
  readonly #counts = new Map<string, number>();

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  add(name: string, change: 1 | -1): void {
    const count = this.count(name) + change;
    if (count > 0) this.#counts.set(name, count);
    else this.#counts.delete(name);
  }
}
