import type { Actor } from '@cartwright/kernel/actor';
import type { Mover } from '../lifecycle/transitions.ts';

/** The actor of an event. A customer has no id here, because the row outlives the account. */
export function actorOfEvent({ by, actor }: { readonly by?: Mover | undefined; readonly actor: Actor }): Actor {
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
  readonly returnReason: string | null | undefined;
  readonly rejectReason: string | null | undefined;
  readonly paymentReference: string | null | undefined;
}

export function writtenTexts(type: string, written: Written): { reason?: string; reference?: string } {
  const { cancelReason, refundReason, returnReason, rejectReason, paymentReference } = written;
  if ((type === 'cancelled' || type === 'rest_cancelled') && cancelReason !== null) return { reason: cancelReason };
  if (type === 'refund_requested' && refundReason) return { reason: refundReason };
  if (type === 'return_requested' && returnReason) return { reason: returnReason };
  if (type === 'return_rejected' && rejectReason) return { reason: rejectReason };
  if (type === 'paid' && paymentReference) return { reference: paymentReference };
  return {};
}
