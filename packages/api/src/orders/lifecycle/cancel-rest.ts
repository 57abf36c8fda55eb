import type { Transaction } from '@cartwright/db';
import { type AuditContext, recordAudit } from '@cartwright/kernel/audit';
import { eq, sql } from 'drizzle-orm';
import { actorOfEvent } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { findOrder } from '../read/find-order.ts';
import { readLines } from '../read/priced-rows.ts';
import type { OrderRow } from '../read/to-order.ts';
import { requestRefund } from '../refund/refund.ts';
import { draftRefund } from '../refund/refund-plan.ts';
import { countOnLines, type LineQuantity, moveStockBack } from './change-lines.ts';
import { followGoods } from './follow-goods.ts';
import { leftOf } from './goods.ts';
import type { MoveRequest } from './move-request.ts';
import { readMoveFacts } from './read-move-facts.ts';

/**
 * Cancels what is left to ship of a locked order of which something was shipped: releases its stock and refunds its
 * price. The status of the order follows from its shipments.
 */
export async function cancelRest(
  ctx: AuditContext,
  tx: Transaction,
  order: OrderRow,
  request: MoveRequest,
): Promise<void> {
  const { orders } = tx.tables;
  const { reason = null, at, actor, by } = request;
  const rest = (await readLines(tx, [order.id]))
    .map((row) => ({ row, quantity: leftOf(row) }))
    .filter(({ quantity }) => quantity > 0);
  await tx.update(orders).set({ cancelReason: reason, updatedAt: at }).where(eq(orders.id, order.id));
  const quantity = rest.reduce((sum, line) => sum + line.quantity, 0);
  const event = { orderId: order.id, actor: actorOfEvent(request), createdAt: at };
  await recordEvents(tx, { ...event, type: 'rest_cancelled', data: { quantity } });
  await refundRest(tx, order, rest, { reason, at, actor, by });
  await takeOut(tx, order.id, rest, request);
  const status = await followGoods(tx, order.id, request);
  recordAudit(tx, ctx, {
    target: { type: 'order', id: order.id, label: order.number },
    before: { status: order.status },
    after: { status, cancelled: rest.map((line) => ({ variantId: line.row.variantId, quantity: line.quantity })) },
    reason,
  });
}

/** Tells whether some goods of an order are out and others are left to ship. */
export async function isPartlyOut(tx: Transaction, order: OrderRow): Promise<boolean> {
  const { isLeft, isOut, isUnderWay } = await readMoveFacts(tx, order);
  return (order.status === 'confirmed' || order.status === 'processing') && isLeft && (isOut || isUnderWay);
}

/** Takes a quantity of lines out of an order before it leaves. */
export async function takeOut(
  tx: Transaction,
  orderId: string,
  lines: readonly LineQuantity[],
  request: Pick<MoveRequest, 'actor' | 'at'>,
): Promise<void> {
  const { orders } = tx.tables;
  await countOnLines(tx, lines, 'cancelledQuantity');
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  await tx
    .update(orders)
    .set({ units: sql`${orders.units} - ${units}` })
    .where(eq(orders.id, orderId));
  await moveStockBack(tx, orderId, lines, 'released', request);
}

/** Refunds the price of the rest. A quantity that was refunded before is not paid back twice. */
async function refundRest(
  tx: Transaction,
  order: OrderRow,
  rest: readonly LineQuantity[],
  act: { reason: string | null; at: Date; actor: MoveRequest['actor']; by: MoveRequest['by'] },
): Promise<void> {
  const quantities = new Map(rest.map(({ row, quantity }) => [row.position, quantity]));
  const plan = await draftRefund(tx, await findOrder(tx, order.id), {
    quantityOf({ position, quantity, cancelledQuantity, returnedQuantity }, left) {
      const gone = cancelledQuantity + returnedQuantity + (quantities.get(position) ?? 0);
      return quantities.has(position) ? Math.max(0, Math.min(left, gone - (quantity - left))) : 0;
    },
  });
  if (plan.amount > 0) await requestRefund(tx, { orderId: order.id, ...plan, ...act });
}
