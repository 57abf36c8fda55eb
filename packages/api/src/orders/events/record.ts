import { preparedInsert, type Transaction } from '@cartwright/db';
import type { EventFacts } from './facts.ts';

/** Announced when something happened to an order. It says no more: what happened is in the table. */
export const orderEventsTopic = 'order-events';

type NewEvent = Omit<Transaction['tables']['orderEvents']['$inferInsert'], 'data'> & { readonly data: EventFacts };

/**
 * Writes down what happened to orders, and wakes those who follow them. This and `recordEventsAtEnd` are the only code
 * that adds events: one added elsewhere is noticed late.
 */
export async function recordEvents(tx: Transaction, ...events: readonly NewEvent[]): Promise<void> {
  wakeFollowers(tx);
  await tx.insert(tx.tables.orderEvents).values([...events]);
}

/** The same, when the transaction ends. All of them have the same fields. */
export function recordEventsAtEnd(tx: Transaction, ...events: readonly NewEvent[]): void {
  wakeFollowers(tx);
  tx.defer(insertEvents(events));
}

const insertEvents = preparedInsert((tables) => tables.orderEvents);

/** Lost with its process it costs a second: whoever listens looks by himself that often. */
function wakeFollowers(tx: Transaction): void {
  tx.announce({ topic: orderEventsTopic, detail: '', isRelaxed: true });
}
