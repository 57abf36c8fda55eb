import type { Transaction } from '@cartwright/db';
import { and, asc, eq, sql } from 'drizzle-orm';
import { recordAudit } from '../kernel/audit.ts';
import { actorOf, type UserContext } from '../kernel/context.ts';
import { kernelFailures } from '../kernel/failures.ts';
import { idempotently } from '../kernel/idempotency.ts';
import { changeStock } from '../products/index.ts';
import type { RefundOrderInput } from './admin-schema.ts';
import { orderFailures } from './errors.ts';
import { lockOrder } from './find-order.ts';
import { readOrder } from './read.ts';
import { recallOrder } from './recall.ts';
import { requestRefund } from './refund.ts';
import { refundOfPieces } from './refund-amount.ts';
import type { Order } from './schema.ts';
import type { OrderRow } from './to-order.ts';

/**
 * Gives money back: an amount, what given lines cost, or all that is left. Never more than was captured. With `restock`
 * the pieces of the refunded lines go back into stock.
 *
 * @throws NOT_FOUND, REFUND_TOO_LARGE, VALIDATION
 */
export function refundOrder(ctx: UserContext, input: RefundOrderInput): Promise<Order> {
  return idempotently(
    ctx,
    { procedure: 'admin.orders.refund', input, recall: recallOrder(ctx, 'admin') },
    async (tx) => {
      const order = await lockOrder(tx, input.id, ctx.shop.clock.now());
      const lines = await linesToRefund(tx, order, input);
      const amount = input.amount ?? (input.lines ? sumOf(lines) : await refundableOf(tx, order.id));
      if (amount === 0) throw orderFailures.REFUND_TOO_LARGE({ refundable: await refundableOf(tx, order.id) });

      await takeFromPayments(ctx, tx, order.id, amount, input.reason ?? null);
      for (const line of lines) await writeLine(tx, order.id, line, input.restock);
      if (input.restock) await restock(ctx, tx, order, lines);
      const refunded = await readOrder(ctx.shop, tx, order.id, 'admin');
      recordAudit(tx, ctx, {
        target: { type: 'order', id: order.id, label: order.number },
        before: { refunded: refunded.refunded - amount },
        after: {
          refunded: refunded.refunded,
          lines: lines.length > 0 ? lines.map(({ variantId, pieces }) => ({ variantId, pieces })) : undefined,
          restock: input.restock,
        },
        reason: input.reason,
      });
      return refunded;
    },
  );
}

interface LineToRefund {
  readonly position: number;
  readonly variantId: string;
  readonly pieces: number;
  /** Of `pieces`, those that are not back in stock yet. */
  readonly restockable: number;
  readonly amount: number;
}

/** The lines that were named, or all with what is left of them when everything is refunded. */
async function linesToRefund(tx: Transaction, order: OrderRow, input: RefundOrderInput): Promise<LineToRefund[]> {
  if (input.amount !== undefined) return [];
  const { orderLines } = tx.tables;
  const rows = await tx
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, order.id))
    .orderBy(asc(orderLines.position));
  const wanted = new Map<string, number>();
  for (const { variantId, quantity } of input.lines ?? []) {
    wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  }
  const unknown = [...wanted.keys()].find((variantId) => !rows.some((row) => row.variantId === variantId));
  if (unknown !== undefined) throw invalidLines(`The order has no line with the variant ${unknown}.`);

  return rows.flatMap((row) => {
    const left = row.quantity - row.refundedQuantity;
    const pieces = input.lines ? (wanted.get(row.variantId) ?? 0) : left;
    if (pieces > left) throw invalidLines(`Of ${row.sku}, ${left} can still be refunded.`);
    if (pieces === 0) return [];
    const restockable = Math.min(pieces, row.quantity - row.restockedQuantity);
    return [
      {
        position: row.position,
        variantId: row.variantId,
        pieces,
        restockable,
        amount: refundOfPieces(order, rows, row, pieces),
      },
    ];
  });
}

function sumOf(lines: readonly LineToRefund[]): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}

async function refundableOf(tx: Transaction, orderId: string): Promise<number> {
  const { payments } = tx.tables;
  const rows = await tx.select().from(payments).where(eq(payments.orderId, orderId));
  return rows.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
}

/** From the payments in the order in which they were made. */
async function takeFromPayments(
  ctx: UserContext,
  tx: Transaction,
  orderId: string,
  amount: number,
  reason: string | null,
): Promise<void> {
  const { payments } = tx.tables;
  const rows = await tx.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
  const refundable = rows.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
  if (amount > refundable) throw orderFailures.REFUND_TOO_LARGE({ refundable });
  const cause = { orderId, reason, actor: actorOf(ctx), at: ctx.shop.clock.now() };
  let left = amount;
  for (const { id, captured, refunded } of rows) {
    const part = Math.min(left, captured - refunded);
    if (part > 0) await requestRefund(tx, { ...cause, paymentId: id, amount: part });
    left -= part;
  }
}

async function writeLine(tx: Transaction, orderId: string, line: LineToRefund, withStock: boolean): Promise<void> {
  const { orderLines } = tx.tables;
  const { position, pieces, restockable } = line;
  const written = await tx
    .update(orderLines)
    .set({
      refundedQuantity: sql`${orderLines.refundedQuantity} + ${pieces}`,
      ...(withStock && { restockedQuantity: sql`${orderLines.restockedQuantity} + ${restockable}` }),
    })
    .where(
      and(
        eq(orderLines.orderId, orderId),
        eq(orderLines.position, position),
        sql`${orderLines.refundedQuantity} + ${pieces} <= ${orderLines.quantity}`,
        withStock ? sql`${orderLines.restockedQuantity} + ${restockable} <= ${orderLines.quantity}` : undefined,
      ),
    )
    .returning({ position: orderLines.position });
  if (written.length === 0) throw new Error(`The refunded pieces of order ${orderId} are not what its lines say.`);
}

/** Before shipping the pieces are still reserved, and are released; afterwards they come back from the customer. */
async function restock(
  ctx: UserContext,
  tx: Transaction,
  order: OrderRow,
  lines: readonly LineToRefund[],
): Promise<void> {
  // Cancelling released them already.
  if (order.status === 'cancelled') return;
  const isOut = order.status === 'shipped' || order.status === 'delivered';
  const changes = lines
    .filter(({ restockable }) => restockable > 0)
    .map(({ variantId, restockable }) => ({
      variantId,
      ...(isOut ? { onHand: restockable } : { reserved: -restockable }),
    }));
  const reason = isOut ? 'returned' : 'released';
  const cause = { reason, actor: actorOf(ctx), at: ctx.shop.clock.now(), orderId: order.id } as const;
  const refused = await changeStock(tx, changes, cause);
  if (refused.length > 0) throw new Error(`The reservation of order ${order.id} is not what its lines say.`);
}

function invalidLines(message: string) {
  return kernelFailures.VALIDATION({ issues: [{ path: 'lines', message, code: 'invalid_lines' }] });
}
