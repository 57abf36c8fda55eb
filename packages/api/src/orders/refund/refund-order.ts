import type { Transaction } from '@cartwright/db';
import { type Actor, actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import type { RefundOrderInput } from '../admin-schema.ts';
import { takeOut } from '../lifecycle/cancel-rest.ts';
import { countOnLines, moveStockBack } from '../lifecycle/change-lines.ts';
import { followGoods } from '../lifecycle/follow-goods.ts';
import { leftOf } from '../lifecycle/goods.ts';
import { lockOrder } from '../read/find-order.ts';
import { readLines } from '../read/priced-rows.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { OrderRow } from '../read/to-order.ts';
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
 * Puts refunded quantities back into stock: what is left to ship is released, and the rest is taken back from the
 * customer. Quantities that came back with a failed refund are not taken twice. The status follows, because the rest of
 * a shipped order may be taken out.
 */
async function takeBack(
  tx: Transaction,
  order: OrderRow,
  lines: readonly PlannedLine[],
  act: { actor: Actor; at: Date },
): Promise<void> {
  const { variants } = tx.tables;
  // The cancellation released them already.
  if (order.status === 'cancelled') return;
  const parts = lines.map((line) => ({ row: line.row, ...partsToTakeBack(line) }));
  const before = parts.map(({ row, unshipped }) => ({ row, quantity: unshipped })).filter(hasQuantity);
  const after = parts.map(({ row, shipped }) => ({ row, quantity: shipped })).filter(hasQuantity);
  if (before.length > 0 && after.length > 0) {
    // Two changes of stock lock in one order.
    const ids = [...before, ...after].map(({ row }) => row.variantId);
    await tx.lock(variants, tx.lockedInOrder(variants.id, [...new Set(ids)]), { id: variants.id });
  }
  if (before.length > 0) await takeOut(tx, order.id, before, act);
  if (after.length > 0) {
    await countOnLines(tx, after, 'returnedQuantity');
    await moveStockBack(tx, order.id, after, 'returned', act);
  }
  if (before.length > 0) await followGoods(tx, order.id, { by: 'admin', ...act });
}

function partsToTakeBack({ row, quantity, refundedBefore }: PlannedLine): { unshipped: number; shipped: number } {
  const back = row.cancelledQuantity + row.returnedQuantity;
  const pieces = Math.max(0, Math.min(quantity, refundedBefore + quantity - back, row.quantity - back));
  const unshipped = Math.min(pieces, leftOf(row));
  return { unshipped, shipped: pieces - unshipped };
}

const hasQuantity = ({ quantity }: { quantity: number }) => quantity > 0;

function invalidLines(message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path: 'lines', message, code: 'invalid_lines' }] });
}
