import type { OrderMailTemplate } from '../jobs.ts';
import type { OrderStatus } from '../schema.ts';
import type { Goods } from './goods.ts';

export type Mover = 'customer' | 'admin' | 'system';

export interface Transition {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  /** The movers that may request this transition. */
  readonly by: readonly Mover[];
  /**
   * The effect on the goods. `release` gives up what is left to ship. The others act on shipments: what is left is
   * shipped, and shipments under way are delivered or taken back. The status then follows from the shipments.
   */
  readonly goods: 'keep' | 'release' | 'ship' | 'deliver' | 'take back';
  /**
   * The effect on the money. Open attempts are voided, captured money is refunded, and cash on delivery is collected.
   */
  readonly payment: 'keep' | 'void' | 'refund' | 'collect';
  /** The type of the event in the timeline. Shipments write their own. */
  readonly event: Exclude<OrderStatus, 'pending'>;
  readonly mail?: OrderMailTemplate;
  /** A condition that the order must meet besides its status. */
  readonly needs?: keyof typeof conditions;
}

/** The facts besides the status that a move depends on. */
export interface MoveFacts extends Omit<Goods, 'isShipped'> {
  /** True if money was captured. */
  readonly isPaid: boolean;
}

/** The conditions of moves. */
const conditions = {
  goods: ({ isLeft }: MoveFacts) => isLeft,
  'nothing out': ({ isOut, isUnderWay }: MoveFacts) => !isOut && !isUnderWay,
  refused: ({ isPaid, isDelivered }: MoveFacts) => !isPaid && !isDelivered,
};

const usual: MoveFacts = { isLeft: true, isOut: false, isUnderWay: false, isDelivered: false, isPaid: true };

const all: readonly Mover[] = ['customer', 'admin', 'system'];
const owner: readonly Mover[] = ['customer', 'admin'];
const admin: readonly Mover[] = ['admin'];

/** Every move that an order can make. A move that is missing here is not allowed. */
// biome-ignore format: a table
export const transitions: readonly Transition[] = [
  { from: 'pending',    to: 'confirmed',  by: ['admin', 'system'], goods: 'keep', payment: 'keep', event: 'confirmed', mail: 'order-paid' },
  { from: 'pending',    to: 'cancelled',  by: all,   goods: 'release', payment: 'void',    event: 'cancelled', mail: 'order-cancelled' },
  { from: 'confirmed',  to: 'processing', by: admin, goods: 'keep',    payment: 'keep',    event: 'processing' },
  { from: 'confirmed',  to: 'shipped',    by: admin, goods: 'ship',    payment: 'keep',    event: 'shipped',   needs: 'goods' },
  { from: 'confirmed',  to: 'cancelled',  by: owner, goods: 'release', payment: 'refund',  event: 'cancelled', mail: 'order-cancelled', needs: 'nothing out' },
  { from: 'processing', to: 'shipped',    by: admin, goods: 'ship',    payment: 'keep',    event: 'shipped',   needs: 'goods' },
  { from: 'processing', to: 'cancelled',  by: owner, goods: 'release', payment: 'refund',  event: 'cancelled', mail: 'order-cancelled', needs: 'nothing out' },
  { from: 'shipped',    to: 'delivered',  by: admin, goods: 'deliver', payment: 'collect', event: 'delivered' },
  { from: 'shipped',    to: 'cancelled',  by: admin, goods: 'take back', payment: 'void',  event: 'cancelled', mail: 'order-cancelled', needs: 'refused' },
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
export function isOpen({ needs }: Transition, facts: MoveFacts): boolean {
  return needs === undefined || conditions[needs](facts);
}
