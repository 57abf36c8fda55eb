import type { Transaction } from '@cartwright/db';
import { type Actor, actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { and, eq, sql } from 'drizzle-orm';
import { changeStock } from '../../products/index.ts';
import type { RefundOrderInput } from '../admin-schema.ts';
import { lockOrder } from '../read/find-order.ts';
import { readLines } from '../read/priced-rows.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { LineRow, OrderRow } from '../read/to-order.ts';
import type { Order } from '../schema.ts';
import { requestRefund } from './refund.ts';
import { type PlannedLine, planRefund, type RefundPlan } from './refund-plan.ts';

/**
 * Refunds an amount, the price of given lines, or all that is left, and never more than was captured. With `restock`
 * the refunded quantities go back into stock.
 *
 * @throws NOT_FOUND, REFUND_TOO_LARGE, VALIDATION
 */
export function refundOrder(ctx: UserContext, input: RefundOrderInput): Promise<Order> {
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'admin') }, async (tx) => {
    const at = ctx.shop.clock.now();
    const order = await lockOrder(tx, input.id);
    const plan = await planAsked(tx, order, input);
    const act = { actor: actorOf(ctx), at, reason: input.reason ?? null };
    await requestRefund(tx, { orderId: order.id, ...plan, ...act });
    if (input.restock) await takeBack(tx, order, plan.lines, act);
    const refunded = await readOrder(ctx.shop, tx, order.id, 'admin');
    const lines = plan.lines.map(({ row, quantity }) => ({ variantId: row.variantId, pieces: quantity }));
    recordAudit(tx, ctx, {
      target: { type: 'order', id: order.id, label: order.number },
      before: { refunded: refunded.refunded - plan.amount },
      after: {
        refunded: refunded.refunded,
        lines: lines.length > 0 ? lines : undefined,
        restock: input.restock,
      },
      reason: input.reason,
    });
    return refunded;
  });
}

async function planAsked(tx: Transaction, order: OrderRow, input: RefundOrderInput): Promise<RefundPlan> {
  if (input.amount !== undefined) return planRefund(tx, order, { amount: input.amount });
  if (!input.lines) return planRefund(tx, order, 'everything');
  const wanted = new Map<string, number>();
  for (const { variantId, quantity } of input.lines) wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  const rows = await readLines(tx, [order.id]);
  const unknown = [...wanted.keys()].find((variantId) => !rows.some((row) => row.variantId === variantId));
  if (unknown !== undefined)
    throw invalidLines(`The order has no line with the variant ${unknown}. Choose one of its lines.`);
  return planRefund(tx, order, {
    quantityOf({ variantId, sku }, left) {
      const quantity = wanted.get(variantId) ?? 0;
      if (quantity > left)
        throw invalidLines(`At most ${left} of ${sku} can still be refunded. Send a smaller quantity.`);
      return quantity;
    },
  });
}

/**
 * Puts refunded quantities back into stock: releases them before shipping, and takes them back from the customer
 * afterwards. Quantities that came back with a failed refund are not taken twice.
 */
async function takeBack(
  tx: Transaction,
  order: OrderRow,
  lines: readonly PlannedLine[],
  { actor, at }: { actor: Actor; at: Date },
): Promise<void> {
  // The cancellation released them already.
  if (order.status === 'cancelled') return;
  const isOut = order.status === 'shipped' || order.status === 'delivered';
  const taken = lines
    .map((line) => ({ row: line.row, pieces: piecesToTakeBack(line) }))
    .filter(({ pieces }) => pieces > 0);
  for (const { row, pieces } of taken) await countTakenBack(tx, row, pieces, isOut ? 'returned' : 'cancelled');
  if (!isOut) await lowerUnits(tx, order.id, taken);
  const changes = taken.map(({ row: { variantId }, pieces }) => ({
    variantId,
    ...(isOut ? { onHand: pieces } : { reserved: -pieces }),
  }));
  const reason = isOut ? 'returned' : 'released';
  const refused = await changeStock(tx, changes, { reason, actor, at, orderId: order.id });
  if (refused.length > 0) throw new Error(`The reservation of order ${order.id} is not what its lines say.`);
}

function piecesToTakeBack({ row, quantity, refundedBefore }: PlannedLine): number {
  const back = row.cancelledQuantity + row.returnedQuantity;
  return Math.max(0, Math.min(quantity, refundedBefore + quantity - back, row.quantity - back));
}

async function countTakenBack(
  tx: Transaction,
  { orderId, revision, position }: LineRow,
  pieces: number,
  how: 'cancelled' | 'returned',
): Promise<void> {
  const { orderLines } = tx.tables;
  const change =
    how === 'cancelled'
      ? { cancelledQuantity: sql`${orderLines.cancelledQuantity} + ${pieces}` }
      : { returnedQuantity: sql`${orderLines.returnedQuantity} + ${pieces}` };
  await tx
    .update(orderLines)
    .set(change)
    .where(and(eq(orderLines.orderId, orderId), eq(orderLines.revision, revision), eq(orderLines.position, position)));
}

async function lowerUnits(tx: Transaction, orderId: string, taken: readonly { pieces: number }[]): Promise<void> {
  const { orders } = tx.tables;
  const pieces = taken.reduce((sum, one) => sum + one.pieces, 0);
  await tx
    .update(orders)
    .set({ units: sql`${orders.units} - ${pieces}` })
    .where(eq(orders.id, orderId));
}

function invalidLines(message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path: 'lines', message, code: 'invalid_lines' }] });
}
