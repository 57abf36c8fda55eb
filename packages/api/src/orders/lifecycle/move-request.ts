import type { Actor } from '@cartwright/kernel/actor';
import type { Tracking } from '../shipments/tracking.ts';
import type { Mover } from './transitions.ts';

/** The mover of an order, and the facts for its timeline. */
export interface MoveRequest {
  readonly by: Mover;
  readonly actor: Actor;
  readonly at: Date;
  /** The reason for a cancellation, in the words of the person. */
  readonly reason?: string | undefined;
  /** For goods that came back: true puts them into stock, false writes them off. */
  readonly restock?: boolean | undefined;
  /** The tracking of the shipment that the move sends. */
  readonly tracking?: Tracking | undefined;
}
