import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { TransactionConnection } from '../engine/postgres-connection.ts';
import { type Message, wakeWorkers } from '../queue/postgres.ts';
import { type Listening, LocalListeners, type Notification, type NotificationListener } from './notifications.ts';

const channel = 'cartwright';
const maxDetailBytes = 7_000;
const longestPause = 5_000;
const checkMilliseconds = 15_000;
/** Milliseconds that a transaction waits until all processes confirm a notification, because one may hang. */
const longestDelivery = 500;
const listenerName = 'cartwright listener';

/** Milliseconds in which the notifications of several transactions are collected and sent together. */
const outboxMilliseconds = 10;

const notify = 'select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) notification (channel, payload)';

/** Notifies, and counts the processes that listen. */
const notifyAndCount = `
  select pg_notify(channel, payload), (
    select count(*)::integer from pg_stat_activity
    where datname = current_database() and application_name = '${listenerName}'
  ) as listeners
  from unnest($1::text[], $2::text[]) notification (channel, payload)`;

/** Whether a notification is sent with its transaction. */
export function isStrict({ isRelaxed }: Notification): boolean {
  return !isRelaxed;
}

export interface PostgresNotifications {
  listen(listener: NotificationListener): Listening;
  /**
   * Sends notifications with the open transaction on `connection`. `heard` settles when the transaction has committed
   * and every listening process has confirmed. Without a listener in this process there is no confirmation to wait for.
   */
  sendWithin(
    connection: Pick<TransactionConnection, 'send'>,
    notifications: readonly Notification[],
  ): Promise<{ readonly heard: Promise<void> } | undefined>;
  /**
   * Call this after the commit. It notifies this process, sends relaxed notifications, and wakes workers for new jobs.
   */
  publish(notifications: readonly Notification[], newJobs: number): void;
  close(): Promise<void>;
}

/** Notifications on Postgres. Uses NOTIFY, and one connection that LISTENs, opened for the first listener. */
export function postgresNotifications(url: string, pool: pg.Pool): PostgresNotifications {
  const self = randomUUID();
  const listeners = new LocalListeners();
  const outbox: Notification[] = [];
  let newJobs = 0;
  let speakers = 0;
  let sending: Promise<void> | undefined;
  let listenerConnection: ListenerConnection | undefined;
  /** Called when one more process has confirmed a notification, by the id to confirm. */
  const confirmations = new Map<string, () => void>();

  /** @param confirm the id that a process sends back after it has received all of them */
  const toMessages = (notifications: readonly Notification[], confirm?: string): Message[] =>
    notifications.map(({ topic, detail }, index) => {
      const fits = Buffer.byteLength(detail) <= maxDetailBytes;
      const isLast = index === notifications.length - 1;
      const payload = { from: self, topic, detail: fits ? detail : '', ...(isLast && { confirm }) };
      return { channel, payload: JSON.stringify(payload) };
    });

  function confirmedBy(listeners: number, id: string): Promise<void> {
    let missing = listeners;
    return new Promise<void>((resolve) => {
      const timer = setTimeout(end, longestDelivery);
      confirmations.set(id, () => {
        missing -= 1;
        if (missing <= 0) end();
      });
      function end() {
        clearTimeout(timer);
        confirmations.delete(id);
        resolve();
      }
    });
  }

  /**
   * Sends one group at a time; notifications that arrive meanwhile form the next group. The next send makes up for a
   * lost one.
   */
  async function sendOutbox(): Promise<void> {
    while (outbox.length > 0 || newJobs > 0) {
      const messages = toMessages(merged(outbox.splice(0)));
      if (newJobs > 0) messages.push(wakeWorkers(newJobs));
      const areMany = speakers > 1;
      newJobs = 0;
      speakers = 0;
      await pool.query(notify, toParameters(messages)).catch(() => {});
      if (areMany) await sleep(outboxMilliseconds);
    }
    sending = undefined;
  }

  const receive = (payload: string | undefined) => {
    const { from, topic, detail, confirm, confirmed } = JSON.parse(payload ?? '{}') as Payload;
    if (confirmed !== undefined) return confirmations.get(confirmed)?.();
    if (from !== self) listeners.tell([{ topic, detail }]);
    if (confirm === undefined) return;
    if (from === self) confirmations.get(confirm)?.();
    else listenerConnection?.send(JSON.stringify({ confirmed: confirm }));
  };

  return {
    listen(listener) {
      listenerConnection ??= new ListenerConnection(url, receive, () => listeners.tellGap());
      const { isListening } = listenerConnection;
      return { isCurrent: isListening, stop: listeners.add(listener) };
    },
    async sendWithin(connection, notifications) {
      const strict = notifications.filter(isStrict);
      if (strict.length === 0) return undefined;
      if (!listenerConnection?.isListening()) {
        await connection.send({ text: notify }, toParameters(toMessages(strict)));
        return undefined;
      }
      const id = randomUUID();
      const { rows } = await connection.send({ text: notifyAndCount }, toParameters(toMessages(strict, id)));
      const [{ listeners: count }] = rows as [{ listeners: number }];
      return { heard: confirmedBy(count, id) };
    },
    publish(notifications, added) {
      listeners.tell(notifications);
      const relaxed = notifications.filter(({ isRelaxed }) => isRelaxed);
      if (relaxed.length === 0 && added === 0) return;
      outbox.push(...relaxed);
      newJobs += added;
      speakers += 1;
      sending ??= sendOutbox();
    },
    async close() {
      await listenerConnection?.close();
      await sending;
    },
  };
}

interface Payload extends Notification {
  readonly from: string;
  readonly confirm?: string;
  readonly confirmed?: string;
}

function toParameters(messages: readonly Message[]): unknown[] {
  return [messages.map((message) => message.channel), messages.map(({ payload }) => payload)];
}

/** Merges the notifications of one topic. */
function merged(notifications: readonly Notification[]): Notification[] {
  const details = new Map<string, Set<string>>();
  for (const { topic, detail } of notifications) {
    const known = details.get(topic) ?? new Set();
    details.set(topic, known.add(detail));
  }
  return [...details].map(([topic, all]) => ({ topic, detail: all.has('') ? '' : [...all].join(',') }));
}

/** A connection that listens, and reopens when it breaks. */
class ListenerConnection {
  readonly #url: string;
  readonly #hear: (payload: string | undefined) => void;
  readonly #onGap: () => void;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #check: NodeJS.Timeout | undefined;
  #isOpen = false;
  #isClosed = false;
  #failures = 0;

  constructor(url: string, receive: (payload: string | undefined) => void, onGap: () => void) {
    this.#url = url;
    this.#hear = receive;
    this.#onGap = onGap;
    void this.#open();
  }

  isListening = (): boolean => this.#isOpen;

  /** Notifies all listeners. The message may be lost without harm. */
  send(payload: string): void {
    void this.#client?.query(notify, toParameters([{ channel, payload }])).catch(() => {});
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
    const lost = () => this.#lost(client);
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => this.#hear(payload));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      if (this.#client !== client || this.#isClosed) return;
      this.#failures = 0;
      // Earlier notifications did not reach this connection.
      this.#onGap();
      this.#isOpen = true;
      // A network that drops packets reports nothing, so only a query shows that the connection is alive.
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
