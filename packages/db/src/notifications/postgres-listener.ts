import pg from 'pg';
import type { Message } from '../queue/postgres-jobs.ts';
import { channel, notify, toParameters } from './postgres-messages.ts';

const firstPause = 50;
const longestPause = 5_000;
const checkMilliseconds = 15_000;

/** The name by which a transaction counts the processes that listen. */
export const listenerName = 'cartwright listener';

/** A connection that listens. It reopens when it breaks, and reports the gap in what it received. */
export class ListenerConnection {
  readonly #url: string;
  readonly #onPayload: (payload: string | undefined) => void;
  readonly #onGap: () => void;
  #client: pg.Client | undefined;
  #reopening: NodeJS.Timeout | undefined;
  #checking: NodeJS.Timeout | undefined;
  #isListening = false;
  #isClosed = false;
  #failures = 0;

  /** @param onGap called each time it begins to listen, because earlier notifications did not reach it */
  constructor(url: string, onPayload: (payload: string | undefined) => void, onGap: () => void) {
    this.#url = url;
    this.#onPayload = onPayload;
    this.#onGap = onGap;
    void this.#open();
  }

  isListening = (): boolean => this.#isListening;

  /** Sends a message that may be lost without harm. */
  send(message: Message): void {
    void this.#client?.query(notify, toParameters([message])).catch(() => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isListening = false;
    clearTimeout(this.#reopening);
    clearInterval(this.#checking);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  async #open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
      application_name: listenerName,
    });
    this.#client = client;
    const lost = () => this.#reopen(client);
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => this.#onPayload(payload));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      if (this.#client !== client || this.#isClosed) return;
      this.#failures = 0;
      this.#onGap();
      this.#isListening = true;
      // A network that drops packets reports nothing, so only a query shows that the connection is alive.
      this.#checking = setInterval(() => void client.query('select 1').catch(lost), checkMilliseconds).unref();
    } catch {
      lost();
    }
  }

  /** Gives a lost connection up, and opens the next one after a pause that grows with each failure. */
  #reopen(lost: pg.Client): void {
    if (this.#client !== lost) return;
    this.#client = undefined;
    this.#isListening = false;
    clearInterval(this.#checking);
    lost.end().catch(() => {});
    if (this.#isClosed) return;
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures);
    this.#failures += 1;
    this.#reopening = setTimeout(() => void this.#open(), pause).unref();
  }
}
