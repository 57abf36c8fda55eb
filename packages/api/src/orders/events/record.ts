import { preparedInsert, type Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import type { EventFacts } from './event-types.ts';

/** Announces that an order has new events. The notification carries no detail, because the table has it. */
export const orderEventsTopic = 'order-events';

type NewEvent = EventFacts & {
  readonly orderId: string;
  /** The payment, the refund or the return of the event. */
  readonly subjectId?: string;
  readonly actor: Actor;
  readonly createdAt: Date;
};

/**
 * Records order events and wakes their followers. Only this function and `recordEventsAtEnd` add events. Followers see
 * an event that is added elsewhere late.
 */
export async function recordEvents(tx: Transaction, ...events: readonly NewEvent[]): Promise<void> {
  wakeFollowers(tx);
  await tx.insert(tx.tables.orderEvents).values([...events]);
}

/** Records events like `recordEvents`, with a deferred write. All events have the same fields. */
export function recordEventsAtEnd(tx: Transaction, ...events: readonly NewEvent[]): void {
  wakeFollowers(tx);
  tx.defer(insertEvents(events));
}

const insertEvents = preparedInsert((tables) => tables.orderEvents);

/** If the process dies before sending, followers notice within a second because they also poll. */
function wakeFollowers(tx: Transaction): void {
  tx.announce({ topic: orderEventsTopic, detail: '', isRelaxed: true });
}
