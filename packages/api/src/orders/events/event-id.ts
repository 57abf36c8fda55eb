import { createHash } from 'node:crypto';

/** The fields of an event that its id depends on. */
interface Identifiable {
  readonly number: number;
  readonly orderId: string;
  readonly type: string;
  readonly at: Date;
}

/**
 * Makes the id of an event: its number, and six digits of a hash. Ids compare as numbers. If a standby that was behind
 * takes over, numbers are reused, and the digits tell the new event from the lost one.
 *
 * @example
 * eventIdOf({ number: 4711, orderId, type: 'paid', at }); // '4711.083512'
 */
export function eventIdOf({ number, orderId, type, at }: Identifiable): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([orderId, type, at.getTime()]))
    .digest();
  return `${number}.${String(hash.readUInt32BE(0) % 1_000_000).padStart(6, '0')}`;
}

export function numberOf(eventId: string): number {
  return Math.trunc(Number(eventId));
}
