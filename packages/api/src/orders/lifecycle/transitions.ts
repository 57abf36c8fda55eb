import type { OrderMailTemplate } from '../jobs.ts';
import type { OrderStatus } from '../schema.ts';

export type Mover = 'customer' | 'admin' | 'system';

export interface Transition {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  /** The movers that may request this transition. */
  readonly by: readonly Mover[];
  /** The effect on the reserved quantities. */
  readonly stock: 'keep' | 'release' | 'ship' | 'take back';
  /**
   * The effect on the money. Open attempts are voided, captured money is refunded, and cash on delivery is collected.
   */
  readonly payment: 'keep' | 'void' | 'refund' | 'collect';
  /** The type of the event in the timeline. */
  readonly event: Exclude<OrderStatus, 'pending'>;
  readonly mail?: OrderMailTemplate;
  /** A condition that the order must meet besides its status. */
  readonly needs?: 'goods' | 'no payment';
}

/** The facts besides the status that a move depends on. */
export interface MoveFacts {
  /** True if a quantity is left to ship. */
  readonly hasGoods: boolean;
  /** True if money was captured. */
  readonly isPaid: boolean;
}

const usual: MoveFacts = { hasGoods: true, isPaid: true };

const all: readonly Mover[] = ['customer', 'admin', 'system'];
const owner: readonly Mover[] = ['customer', 'admin'];
const admin: readonly Mover[] = ['admin'];

/** Every move that an order can make. A move that is missing here is not allowed. */
// biome-ignore format: a table
export const transitions: readonly Transition[] = [
  { from: 'pending',    to: 'confirmed',  by: ['admin', 'system'], stock: 'keep', payment: 'keep', event: 'confirmed', mail: 'order-paid' },
  { from: 'pending',    to: 'cancelled',  by: all,   stock: 'release', payment: 'void',    event: 'cancelled', mail: 'order-cancelled' },
  { from: 'confirmed',  to: 'processing', by: admin, stock: 'keep',    payment: 'keep',    event: 'processing' },
  { from: 'confirmed',  to: 'shipped',    by: admin, stock: 'ship',    payment: 'keep',    event: 'shipped',   mail: 'order-shipped', needs: 'goods' },
  { from: 'confirmed',  to: 'cancelled',  by: owner, stock: 'release', payment: 'refund',  event: 'cancelled', mail: 'order-cancelled' },
  { from: 'processing', to: 'shipped',    by: admin, stock: 'ship',    payment: 'keep',    event: 'shipped',   mail: 'order-shipped', needs: 'goods' },
  { from: 'processing', to: 'cancelled',  by: owner, stock: 'release', payment: 'refund',  event: 'cancelled', mail: 'order-cancelled' },
  { from: 'shipped',    to: 'delivered',  by: admin, stock: 'keep',    payment: 'collect', event: 'delivered' },
  { from: 'shipped',    to: 'cancelled',  by: admin, stock: 'take back', payment: 'void',  event: 'cancelled', mail: 'order-cancelled', needs: 'no payment' },
];

export function findTransition(from: OrderStatus, to: OrderStatus, by: Mover): Transition | undefined {
  return transitions.find((move) => move.from === from && move.to === to && move.by.includes(by));
}

/** The statuses to which `by` may move an order next. Without facts, the order counts as paid with goods to ship. */
export function allowedTransitions(from: OrderStatus, by: Mover, facts: MoveFacts = usual): OrderStatus[] {
  return transitions
    .filter((move) => move.from === from && move.by.includes(by) && isOpen(move, facts))
    .map(({ to }) => to);
}

/** Tells whether the order meets the condition of the move. */
export function isOpen({ needs }: Transition, { hasGoods, isPaid }: MoveFacts): boolean {
  return needs === undefined || (needs === 'goods' ? hasGoods : !isPaid);
}
