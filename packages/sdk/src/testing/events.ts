import type { OrderUpdate } from '../contract.ts';

/** The type of an event. Tests write failed payments, whose reasons tell them apart: of these, the reason. */
export function eventName(event: OrderUpdate): string {
  return event.type === 'payment_failed' ? event.data.reason : event.type;
}
