import type { Message } from '../queue/postgres-jobs.ts';
import type { Notification } from './notifications.ts';

/** The Postgres channel of all notifications. */
export const channel = 'cartwright';

/** Postgres refuses messages of 8,000 bytes. */
const maxDetailBytes = 7_000;

/** Sends the messages of `toParameters`. */
export const notify =
  'select pg_notify(channel, payload) from unnest($1::text[], $2::text[]) notification (channel, payload)';

/** A message between processes: a notification, or the confirmation of one. */
interface Payload extends Notification {
  /** The process that sent the notification. */
  readonly from: string;
  /** The id that a process sends back after it has received this message and all before it. */
  readonly confirm?: string;
  /** The id that is sent back. Such a message has no other field. */
  readonly confirmed?: string;
}

/**
 * @param from the process that sends
 * @param confirm the id to send back. The last message carries it, because messages arrive in order.
 */
export function toMessages(from: string, notifications: readonly Notification[], confirm?: string): Message[] {
  return notifications.map(({ topic, detail }, index) => {
    const fits = Buffer.byteLength(detail) <= maxDetailBytes;
    const isLast = index === notifications.length - 1;
    const payload = { from, topic, detail: fits ? detail : '', ...(isLast && { confirm }) };
    return { channel, payload: JSON.stringify(payload) };
  });
}

/** The message that confirms the notification with this id. */
export function confirmation(id: string): Message {
  return { channel, payload: JSON.stringify({ confirmed: id }) };
}

export function readPayload(payload: string | undefined): Payload {
  return JSON.parse(payload ?? '{}') as Payload;
}

/** The parameters of `notify`: the channels, and the payloads. */
export function toParameters(messages: readonly Message[]): unknown[] {
  return [messages.map((message) => message.channel), messages.map(({ payload }) => payload)];
}
