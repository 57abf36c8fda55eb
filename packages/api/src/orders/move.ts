import type { Transaction } from '@cartwright/db';
import { and, eq } from 'drizzle-orm';
import type { AuditedChange } from '../kernel/audit.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { enqueue } from '../kernel/jobs.ts';
import { eraseIfClosed } from './erase.ts';
import { orderFailures } from './errors.ts';
import { actorOfEvent, type EventFacts } from './events/facts.ts';
import { recordEvents } from './events/record.ts';
import { orderJobs } from './jobs.ts';
import type { OrderStatus } from './schema.ts';
import { settlePayments } from './settle-payments.ts';
import { settleStock } from './settle-stock.ts';
import { allowedTransitions, findTransition, type Mover } from './transitions.ts';

/** Who moves an order, and what the timeline is told. */
export interface MoveCause {
  readonly by: Mover;
  readonly actor: string;
  readonly at: Date;
  readonly data?: EventFacts;
  /** Why it is cancelled, in the words of the person who cancels it. */
  readonly reason?: string | undefined;
}

/**
 * Moves an order to another status, with everything that the table of transitions says: stock, money, event, mail.
 * The status is compared and set in one statement, so that of two who move one order at the same time one moves it.
 *
 * @returns where it came from; undefined when it was there already, and nothing was done
 * @throws INVALID_TRANSITION, NOT_FOUND
 */
export async function moveOrder(
  tx: Transaction,
  orderId: string,
  to: OrderStatus,
  cause: MoveCause,
): Promise<OrderStatus | undefined> {
  const { orders } = tx.tables;
  for (;;) {
    const [order] = await tx.select({ status: orders.status }).from(orders).where(eq(orders.id, orderId));
    if (!order) throw kernelFailures.NOT_FOUND({});
    const { status } = order;
    if (status === to) return undefined;
    const transition = findTransition(status, to, cause.by);
    if (!transition) {
      throw orderFailures.INVALID_TRANSITION({ status, allowed: allowedTransitions(status, cause.by) });
    }
    const moved = await tx
      .update(orders)
      .set({ status: to, updatedAt: cause.at, ...(to === 'cancelled' && { cancelReason: cause.reason ?? null }) })
      .where(and(eq(orders.id, orderId), eq(orders.status, status)))
      .returning({ id: orders.id });
    if (moved.length === 0) continue;

    const { at, data = {} } = cause;
    await recordEvents(tx, { orderId, type: transition.event, actor: actorOfEvent(cause), data, createdAt: at });
    await settleStock(tx, orderId, transition.stock, cause);
    await settlePayments(tx, orderId, transition.payment, cause);
    if (to === 'delivered' || to === 'cancelled') await eraseIfClosed(tx, orderId);
    if (transition.mail) enqueue(tx, orderJobs.sendOrderMail, { orderId, template: transition.mail });
    return status;
  }
}

/** A move as the audit log tells it. */
export function moveOf(
  { id, number }: { id: string; number: string },
  from: OrderStatus,
  to: OrderStatus,
): AuditedChange {
  return { target: { type: 'order', id, label: number }, before: { status: from }, after: { status: to } };
}
