import type { Mover } from '../lifecycle/transitions.ts';

/**
 * What an event says beside its type. Rows of events can never be emptied, so no field takes a text that a person wrote:
 * those are columns of orders, payments and refunds, which `writtenTexts` adds when an event is read.
 */
export interface EventFacts {
  /** Minor units. */
  readonly amount?: number;
  /** Which side cancelled. */
  readonly by?: 'customer' | 'store' | 'expiry';
  /** Of goods that came back from the door: whether they went into stock. */
  readonly restock?: boolean;
  /** A code of the shop or of a provider, such as `insufficient_funds`. */
  readonly reason?: string;
  /** A time in ISO 8601. */
  readonly until?: string;
}

/** How an event names the actor: a customer without an id, because the row outlives the account. */
export function actorOfEvent({ by, actor }: { readonly by?: Mover | undefined; readonly actor: string }): string {
  return by === 'customer' ? 'customer' : actor;
}

/** A provider's reason as an event may keep it: a code, never a sentence. */
export function providerCode(reason: string): string {
  return /^[\w.-]{1,100}$/.test(reason) ? reason : 'other';
}

/** The texts of people that belong to an order's events. Erasure empties their columns. */
export interface Written {
  readonly cancelReason: string | null;
  readonly refundReason: string | null | undefined;
  readonly paymentReference: string | null | undefined;
}

/** The texts that belong to an event of this type. */
export function writtenTexts(type: string, written: Written): { reason?: string; reference?: string } {
  const { cancelReason, refundReason, paymentReference } = written;
  if (type === 'cancelled' && cancelReason !== null) return { reason: cancelReason };
  if (type === 'refund_requested' && refundReason) return { reason: refundReason };
  if (type === 'paid' && paymentReference) return { reference: paymentReference };
  return {};
}
