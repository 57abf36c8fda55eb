import type { GuestContext } from '@cartwright/kernel/context';

/** The caller of a verb about one order: its owner by account or by token, or an admin. */
export interface OrderContext extends GuestContext {
  /** The token of a guest's order, if the procedure takes one. */
  readonly orderToken?: string | undefined;
}
