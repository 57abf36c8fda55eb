import type { Transaction, Write } from '@cartwright/db';

/** Announced when something happened to an order. It says no more: what happened is in the table. */
export const orderEventsTopic = 'order-events';

type NewEvent = Transaction['tables']['orderEvents']['$inferInsert'];

/**
 * Writes down what happened to orders, and wakes those who follow them. To be awaited, or left to `tx.atEnd`. This is
 * the only code that adds events: one added elsewhere is noticed late.
 */
export function recordEvents(tx: Transaction, ...events: readonly NewEvent[]): Write {
  // Lost with its process it costs a second: whoever listens looks by himself that often.
  tx.announce({ topic: orderEventsTopic, detail: '', isRelaxed: true });
  return tx.insert(tx.tables.orderEvents).values([...events]);
}
