import type { Transaction } from '@cartwright/db';
import type { AuditedChange } from '@cartwright/kernel/audit';
import { orderFailures } from '../errors.ts';
import { lockOrder } from '../read/find-order.ts';
import type { OrderRow } from '../read/to-order.ts';
import type { Order, OrderStatus } from '../schema.ts';
import { sendWhatIsLeft } from '../shipments/send.ts';
import { settleShipments } from '../shipments/settle.ts';
import { enterStatus } from './enter-status.ts';
import { followGoods } from './follow-goods.ts';
import type { MoveRequest } from './move-request.ts';
import { readMoveFacts } from './read-move-facts.ts';
import { allowedTransitions, findTransition, isOpen, type Mover, type Transition } from './transitions.ts';

/**
 * Moves an order to another status and applies its row of the table of transitions: goods, money, event, e-mail. Locks
 * the order, so that only one of two concurrent moves succeeds.
 *
 * @returns the status before; undefined when the order had the status already and nothing was done
 * @throws INVALID_TRANSITION, NOTHING_TO_SHIP, INSUFFICIENT_STOCK, NOT_FOUND
 */
export async function moveOrder(
  tx: Transaction,
  orderId: string,
  to: OrderStatus,
  request: MoveRequest,
): Promise<OrderStatus | undefined> {
  const order = await lockOrder(tx, orderId);
  const from = order.status;
  if (from === to) return undefined;
  const transition = await requireTransition(tx, order, to, request.by);
  if (transition.needs && !isOpen(transition, await readMoveFacts(tx, order))) {
    if (transition.needs === 'goods') throw orderFailures.NOTHING_TO_SHIP({});
    throw await refusal(tx, order, to, request.by);
  }
  if (transition.goods === 'take back' && request.restock === undefined) {
    throw await refusal(tx, order, to, request.by);
  }
  await moveGoods(tx, order, transition, request);
  return from;
}

async function moveGoods(
  tx: Transaction,
  order: OrderRow,
  transition: Transition,
  request: MoveRequest,
): Promise<void> {
  switch (transition.goods) {
    case 'keep':
    case 'release':
      return enterStatus(tx, order, transition, request);
    case 'ship':
      await sendWhatIsLeft(tx, order, request);
      break;
    case 'deliver':
      await settleShipments(tx, order, 'delivered', request);
      break;
    case 'take back':
      await settleShipments(tx, order, 'returned_to_sender', request);
  }
  await followGoods(tx, order.id, request);
}

/**
 * Finds the row of the table for a move by `by`.
 *
 * @param caller the mover whose next moves the failure names, if `by` acts for another
 * @throws INVALID_TRANSITION the table has no such row
 */
export async function requireTransition(
  tx: Transaction,
  order: Pick<OrderRow, 'id' | 'status'>,
  to: OrderStatus,
  by: Mover,
  caller: Mover = by,
): Promise<Transition> {
  const transition = findTransition(order.status, to, by);
  if (transition) return transition;
  throw await refusal(tx, order, to, caller);
}

/**
 * Refuses a second reason for a cancellation, because an order is cancelled once.
 *
 * @throws INVALID_TRANSITION the order was cancelled before, for another reason or without one
 */
export async function refuseOtherReason(
  tx: Transaction,
  order: Order,
  reason: string | undefined,
  by: Mover,
): Promise<void> {
  if (reason === undefined) return;
  const recorded = order.timeline.findLast((event) => event.type === 'cancelled')?.data.reason;
  if (recorded !== reason) await requireTransition(tx, order, 'cancelled', by);
}

async function refusal(tx: Transaction, order: Pick<OrderRow, 'id' | 'status'>, to: OrderStatus, by: Mover) {
  const allowed = allowedTransitions(order.status, by, await readMoveFacts(tx, order));
  return orderFailures.INVALID_TRANSITION({ from: order.status, to, allowed });
}

/** A move as an entry for the audit log. */
export function moveOf(
  { id, number }: { id: string; number: string },
  from: OrderStatus,
  to: OrderStatus,
): AuditedChange {
  return { target: { type: 'order', id, label: number }, before: { status: from }, after: { status: to } };
}
