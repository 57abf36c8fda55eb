import type { Transaction } from '@cartwright/db';
import { and, eq } from 'drizzle-orm';
import type { AuditedChange } from '../../kernel/audit.ts';
import { kernelFailures } from '../../kernel/failures.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { orderFailures } from '../errors.ts';
import { actorOfEvent, type EventFacts } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { settlePayments } from '../payment/settle-payments.ts';
import type { Order, OrderStatus } from '../schema.ts';
import { eraseIfClosed } from './erase.ts';
import { hasGoods } from './goods.ts';
import { settleStock } from './settle-stock.ts';
import {
  allowedTransitions,
  findTransition,
  isOpen,
  type MoveFacts,
  type Mover,
  type Transition,
} from './transitions.ts';

/** Who moves an order, and what the timeline is told. */
export interface MoveRequest {
  readonly by: Mover;
  readonly actor: string;
  readonly at: Date;
  readonly data?: EventFacts;
  /** Why it is cancelled, in the words of the person who cancels it. */
  readonly reason?: string | undefined;
  /** Of goods that come back from the door: whether they go into stock or are written off. */
  readonly restock?: boolean;
}

/**
 * Moves an order to another status, with everything that the table of transitions says: stock, money, event, mail.
 * The status is compared and set in one statement, so that of two who move one order at the same time one moves it.
 *
 * @returns where it came from; undefined when it was there already, and nothing was done
 * @throws INVALID_TRANSITION, NOTHING_TO_SHIP, NOT_FOUND
 */
export async function moveOrder(
  tx: Transaction,
  orderId: string,
  to: OrderStatus,
  request: MoveRequest,
): Promise<OrderStatus | undefined> {
  const { orders } = tx.tables;
  for (;;) {
    const [order] = await tx.select({ status: orders.status }).from(orders).where(eq(orders.id, orderId));
    if (!order) throw kernelFailures.NOT_FOUND({});
    const { status } = order;
    if (status === to) return undefined;
    const transition = await requireTransition(tx, orderId, { from: status, to }, request.by);
    const moved = await tx
      .update(orders)
      .set({ status: to, updatedAt: request.at, ...(to === 'cancelled' && { cancelReason: request.reason ?? null }) })
      .where(and(eq(orders.id, orderId), eq(orders.status, status)))
      .returning({ id: orders.id });
    if (moved.length === 0) continue;
    // The row is locked now, so that neither a payment nor a refund changes what the move depends on.
    if (!isOpen(transition, await factsOf(tx, orderId))) {
      if (transition.needs === 'goods') throw orderFailures.NOTHING_TO_SHIP({});
      throw await refusal(tx, orderId, { from: status, to }, request.by);
    }
    if (transition.stock === 'take back' && request.restock === undefined) {
      throw await refusal(tx, orderId, { from: status, to }, request.by);
    }

    const { at, data = {} } = request;
    await recordEvents(tx, { orderId, type: transition.event, actor: actorOfEvent(request), data, createdAt: at });
    await settleStock(tx, orderId, transition.stock, request);
    await settlePayments(tx, orderId, transition.payment, request);
    if (to === 'delivered' || to === 'cancelled') await eraseIfClosed(tx, orderId);
    if (transition.mail) enqueue(tx, orderJobs.sendOrderMail, { orderId, template: transition.mail });
    return status;
  }
}

interface Move {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
}

/**
 * The row of the table for a move by `by`.
 *
 * @param caller whose next moves the failure names, where `by` moves the order for another
 * @throws INVALID_TRANSITION the table has no such row
 */
export async function requireTransition(
  tx: Transaction,
  orderId: string,
  move: Move,
  by: Mover,
  caller: Mover = by,
): Promise<Transition> {
  const transition = findTransition(move.from, move.to, by);
  if (transition) return transition;
  throw await refusal(tx, orderId, move, caller);
}

/**
 * An order is cancelled once, and for one reason.
 *
 * @throws INVALID_TRANSITION it was cancelled before, for another reason than this or for none
 */
export async function refuseOtherReason(
  tx: Transaction,
  { id, status, timeline }: Order,
  reason: string | undefined,
  by: Mover,
): Promise<void> {
  if (reason === undefined) return;
  const recorded = timeline.findLast(({ type }) => type === 'cancelled')?.data['reason'];
  if (recorded !== reason) await requireTransition(tx, id, { from: status, to: 'cancelled' }, by);
}

async function refusal(tx: Transaction, orderId: string, move: Move, by: Mover) {
  const allowed = allowedTransitions(move.from, by, await factsOf(tx, orderId));
  return orderFailures.INVALID_TRANSITION({ ...move, allowed });
}

async function factsOf(tx: Transaction, orderId: string): Promise<MoveFacts> {
  const { orderLines, payments } = tx.tables;
  const lines = await tx.select().from(orderLines).where(eq(orderLines.orderId, orderId));
  const isCaptured = and(eq(payments.orderId, orderId), eq(payments.status, 'captured'));
  return { hasGoods: hasGoods(lines), isPaid: (await tx.$count(payments, isCaptured)) > 0 };
}

/** A move as the audit log tells it. */
export function moveOf(
  { id, number }: { id: string; number: string },
  from: OrderStatus,
  to: OrderStatus,
): AuditedChange {
  return { target: { type: 'order', id, label: number }, before: { status: from }, after: { status: to } };
}
