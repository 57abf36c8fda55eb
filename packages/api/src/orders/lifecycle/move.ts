import type { Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import type { AuditedChange } from '@cartwright/kernel/audit';
import { kernelFailures } from '@cartwright/kernel/failures';
import { enqueue } from '@cartwright/kernel/jobs';
import { and, eq } from 'drizzle-orm';
import { orderFailures } from '../errors.ts';
import type { EventFacts } from '../events/event-types.ts';
import { actorOfEvent } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { settlePayments } from '../payment/settle-payments.ts';
import { readLines } from '../read/priced-rows.ts';
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

/** The mover of an order, and the facts for its timeline. */
export interface MoveRequest {
  readonly by: Mover;
  readonly actor: Actor;
  readonly at: Date;
  /** The reason for a cancellation, in the words of the person. */
  readonly reason?: string | undefined;
  /** For goods that were refused at the door: true puts them into stock, false writes them off. */
  readonly restock?: boolean;
}

/**
 * Moves an order to another status and applies its row of the table of transitions: stock, money, event, e-mail. One
 * statement compares and sets the status, so that only one of two concurrent moves succeeds.
 *
 * @returns the status before; undefined when the order had the status already and nothing was done
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
    // The update locked the row, so neither a payment nor a refund can change the facts that the move depends on.
    if (!isOpen(transition, await factsOf(tx, orderId))) {
      if (transition.needs === 'goods') throw orderFailures.NOTHING_TO_SHIP({});
      throw await refusal(tx, orderId, { from: status, to }, request.by);
    }
    if (transition.stock === 'take back' && request.restock === undefined) {
      throw await refusal(tx, orderId, { from: status, to }, request.by);
    }

    const facts = eventOf(transition, request);
    await recordEvents(tx, { ...facts, orderId, actor: actorOfEvent(request), createdAt: request.at });
    await settleStock(tx, orderId, transition.stock, request);
    await settlePayments(tx, orderId, transition.payment, request);
    if (to === 'delivered' || to === 'cancelled') await eraseIfClosed(tx, orderId);
    if (transition.mail) enqueue(tx, orderJobs.sendOrderMail, { orderId, template: transition.mail });
    return status;
  }
}

/** The side that a cancellation names. The shop itself cancels only what expires. */
const sides = { customer: 'customer', admin: 'store', system: 'expiry' } as const;

function eventOf({ event, stock }: Transition, { by, restock = false }: MoveRequest): EventFacts {
  if (event !== 'cancelled') return { type: event, data: {} };
  return { type: event, data: { by: sides[by], ...(stock === 'take back' && { restock }) } };
}

interface Move {
  readonly from: OrderStatus;
  readonly to: OrderStatus;
}

/**
 * Finds the row of the table for a move by `by`.
 *
 * @param caller the mover whose next moves the failure names, if `by` acts for another
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
 * Refuses a second reason for a cancellation, because an order is cancelled once.
 *
 * @throws INVALID_TRANSITION the order was cancelled before, for another reason or without one
 */
export async function refuseOtherReason(
  tx: Transaction,
  { id, status, timeline }: Order,
  reason: string | undefined,
  by: Mover,
): Promise<void> {
  if (reason === undefined) return;
  const recorded = timeline.findLast((event) => event.type === 'cancelled')?.data.reason;
  if (recorded !== reason) await requireTransition(tx, id, { from: status, to: 'cancelled' }, by);
}

async function refusal(tx: Transaction, orderId: string, move: Move, by: Mover) {
  const allowed = allowedTransitions(move.from, by, await factsOf(tx, orderId));
  return orderFailures.INVALID_TRANSITION({ ...move, allowed });
}

async function factsOf(tx: Transaction, orderId: string): Promise<MoveFacts> {
  const { payments } = tx.tables;
  const lines = await readLines(tx, [orderId]);
  const isCaptured = and(eq(payments.orderId, orderId), eq(payments.status, 'captured'));
  return { hasGoods: hasGoods(lines), isPaid: (await tx.$count(payments, isCaptured)) > 0 };
}

/** A move as an entry for the audit log. */
export function moveOf(
  { id, number }: { id: string; number: string },
  from: OrderStatus,
  to: OrderStatus,
): AuditedChange {
  return { target: { type: 'order', id, label: number }, before: { status: from }, after: { status: to } };
}
