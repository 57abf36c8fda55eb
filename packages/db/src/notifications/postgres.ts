import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { TransactionConnection } from '../engine/postgres-connection.ts';
import { type Listening, LocalListeners, type Notification, type NotificationListener } from './notifications.ts';
import { createConfirmations } from './postgres-confirmations.ts';
import { ListenerConnection, listenerName } from './postgres-listener.ts';
import { confirmation, notify, readPayload, toMessages, toParameters } from './postgres-messages.ts';
import { createOutbox } from './postgres-outbox.ts';

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
   * Sends the strict notifications with the open transaction on `connection`. `confirmed` settles when the transaction
   * has committed and every listening process has received them. Without a listener in this process there is no
   * confirmation to wait for.
   */
  sendWithin(
    connection: Pick<TransactionConnection, 'send'>,
    notifications: readonly Notification[],
  ): Promise<{ readonly confirmed: Promise<void> } | undefined>;
  /**
   * Call this after the commit. It notifies this process, sends relaxed notifications, and wakes workers for new jobs.
   */
  publish(notifications: readonly Notification[], newJobs: number): void;
  close(): Promise<void>;
}

/**
 * Notifications on Postgres, in four parts:
 *
 * - `postgres-messages.ts`: the form of a notification in NOTIFY
 * - `postgres-listener.ts`: the connection that receives them, opened for the first listener
 * - `postgres-confirmations.ts`: the wait for other processes after a strict notification
 * - `postgres-outbox.ts`: the relaxed notifications, which leave after the commit
 */
export function postgresNotifications(url: string, pool: pg.Pool): PostgresNotifications {
  const self = randomUUID();
  const listeners = new LocalListeners();
  const confirmations = createConfirmations();
  const outbox = createOutbox(self, pool);
  let connection: ListenerConnection | undefined;

  function receive(payload: string | undefined): void {
    const { from, topic, detail, confirm, confirmed } = readPayload(payload);
    if (confirmed !== undefined) return confirmations.confirm(confirmed);
    // `publish` has told this process already.
    if (from !== self) listeners.tell([{ topic, detail }]);
    if (confirm === undefined) return;
    if (from === self) confirmations.confirm(confirm);
    else connection?.send(confirmation(confirm));
  }

  return {
    listen(listener) {
      connection ??= new ListenerConnection(url, receive, () => listeners.tellGap());
      return { isCurrent: connection.isListening, stop: listeners.add(listener) };
    },
    async sendWithin(transaction, notifications) {
      const strict = notifications.filter(isStrict);
      if (strict.length === 0) return undefined;
      if (!connection?.isListening()) {
        await transaction.send({ text: notify }, toParameters(toMessages(self, strict)));
        return undefined;
      }
      const id = randomUUID();
      const { rows } = await transaction.send({ text: notifyAndCount }, toParameters(toMessages(self, strict, id)));
      const [{ listeners: count }] = rows as [{ listeners: number }];
      return { confirmed: confirmations.waitFor(id, count) };
    },
    publish(notifications, newJobs) {
      listeners.tell(notifications);
      const relaxed = notifications.filter((notification) => !isStrict(notification));
      outbox.add(relaxed, newJobs);
    },
    async close() {
      await connection?.close();
      await outbox.drain();
    },
  };
}
