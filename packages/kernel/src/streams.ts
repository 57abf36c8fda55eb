import { kernelFailures } from './failures.ts';

/** Milliseconds between two heartbeats of a quiet stream, because proxies cut silent connections. */
export const heartbeatMilliseconds = 15_000;

/** One stream to one client, such as a subscription. */
export interface OpenStream {
  /** Aborts as soon as the client has gone, the stream has ended, or the process stops. */
  readonly signal: AbortSignal;
  /** Frees the stream's place. Safe to call repeatedly. */
  end(): void;
}

/** The client that asks for a stream. */
export interface StreamClient {
  /** The account or API key, as `actorOfCaller` names it. */
  readonly callerId: string;
  /** The client's network, as `networkOf` names it. */
  readonly network: string;
  readonly isAdmin: boolean;
}

/** The open streams of this process. Their number is limited, and they end with the process. */
export interface Streams {
  /** The number of open streams. */
  readonly count: number;
  /**
   * Takes a place for a stream until it ends or `left` aborts.
   *
   * @throws UNAVAILABLE the process has no place left for such a client, or is stopping
   * @throws TOO_MANY_STREAMS the account, key or network has reached its maximum
   */
  open(client: StreamClient, left?: AbortSignal): OpenStream;
  /** Ends all streams and refuses new ones, before a server stops. Clients reconnect to another process. */
  close(): void;
}

export interface StreamLimits {
  readonly most: number;
  readonly mostPerCaller: number;
  readonly mostPerNetwork: number;
  readonly keptForAdmins: number;
}

/**
 * Shares places so that no client takes those of others. Up to half of the places are kept for admins, and customers
 * share the rest. A network has at most half of the customers' places, for any number of accounts. Admins and their
 * keys are only limited by account and key, because the shop trusts them not to crowd each other out.
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

/** Counts by name. A name with the count 0 takes no memory. */
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
