import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TransactionConnection } from '../engine/postgres-connection.ts';
import { type Listening, LocalListeners, type Notice, type NoticeListener } from './notices.ts';

const channel = 'cartwright';
const maxDetailBytes = 7_000;
const longestPause = 5_000;
const checkMilliseconds = 15_000;

const notify = 'select pg_notify($1, payload) from unnest($2::text[]) payload';

/** Whether a notice goes out with its transaction, or not at all. */
export function isStrict({ isRelaxed }: Notice): boolean {
  return !isRelaxed;
}

export interface PostgresNotices {
  listen(listener: NoticeListener): Listening;
  /** Sends with the transaction that is open on `connection`. */
  sendWithin(connection: Pick<TransactionConnection, 'send'>, notices: readonly Notice[]): Promise<void>;
  /** To be called after the commit: tells this process, and others what is relaxed. */
  publish(notices: readonly Notice[]): void;
  close(): Promise<void>;
}

/** Notices on Postgres: NOTIFY, and one connection that LISTENs, opened when somebody wants to hear. */
export function postgresNotices(url: string, pool: pg.Pool): PostgresNotices {
  const self = randomUUID();
  const listeners = new LocalListeners();
  const outbox: Notice[] = [];
  let sending: Promise<void> | undefined;
  let ear: Ear | undefined;

  const toPayloads = (notices: readonly Notice[]) => {
    const payloads = notices.map(({ topic, detail }) => {
      const fits = Buffer.byteLength(detail) <= maxDetailBytes;
      return JSON.stringify({ from: self, topic, detail: fits ? detail : '' });
    });
    return [channel, payloads];
  };

  /** One at a time: what comes in meanwhile goes out together. One that is lost is made up for by the next. */
  async function sendOutbox(): Promise<void> {
    while (outbox.length > 0) await pool.query(notify, toPayloads(merged(outbox.splice(0)))).catch(() => {});
    sending = undefined;
  }

  const hear = (payload: string | undefined) => {
    const { from, topic, detail } = JSON.parse(payload ?? '{}') as { from: string } & Notice;
    if (from !== self) listeners.tell([{ topic, detail }]);
  };

  return {
    listen(listener) {
      ear ??= new Ear(url, hear, () => listeners.tellGap());
      const { isListening } = ear;
      return { isCurrent: isListening, stop: listeners.add(listener) };
    },
    async sendWithin(connection, notices) {
      const strict = notices.filter(isStrict);
      if (strict.length > 0) await connection.send({ text: notify }, toPayloads(strict));
    },
    publish(notices) {
      listeners.tell(notices);
      outbox.push(...notices.filter(({ isRelaxed }) => isRelaxed));
      if (outbox.length > 0) sending ??= sendOutbox();
    },
    async close() {
      await ear?.close();
      await sending;
    },
  };
}

/** Notices of one topic as one. */
function merged(notices: readonly Notice[]): Notice[] {
  const details = new Map<string, Set<string>>();
  for (const { topic, detail } of notices) {
    const known = details.get(topic) ?? new Set();
    details.set(topic, known.add(detail));
  }
  return [...details].map(([topic, all]) => ({ topic, detail: all.has('') ? '' : [...all].join(',') }));
}

/** A connection that listens, and is opened again when it breaks. */
class Ear {
  readonly #url: string;
  readonly #hear: (payload: string | undefined) => void;
  readonly #onGap: () => void;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #check: NodeJS.Timeout | undefined;
  #isOpen = false;
  #isClosed = false;
  #failures = 0;

  constructor(url: string, hear: (payload: string | undefined) => void, onGap: () => void) {
    this.#url = url;
    this.#hear = hear;
    this.#onGap = onGap;
    void this.#open();
  }

  isListening = (): boolean => this.#isOpen;

  async #open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
      application_name: 'cartwright listener',
    });
    this.#client = client;
    const lost = () => this.#lost(client);
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => this.#hear(payload));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      if (this.#client !== client || this.#isClosed) return;
      this.#failures = 0;
      // What was announced before this moment was not heard.
      this.#onGap();
      this.#isOpen = true;
      // A network that swallows packets says nothing: asking is the only way to know.
      this.#check = setInterval(() => void client.query('select 1').catch(lost), checkMilliseconds).unref();
    } catch {
      lost();
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#isOpen = false;
    clearInterval(this.#check);
    client.end().catch(() => {});
    if (this.#isClosed) return;
    const pause = Math.min(longestPause, 50 * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#open(), pause).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isOpen = false;
    clearTimeout(this.#timer);
    clearInterval(this.#check);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }
}
