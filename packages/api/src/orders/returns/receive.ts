import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { enqueue } from '@cartwright/kernel/jobs';
import { and, eq, sql } from 'drizzle-orm';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { countOnLines, type LineQuantity, moveStockBack } from '../lifecycle/change-lines.ts';
import { followGoods } from '../lifecycle/follow-goods.ts';
import { outOf } from '../lifecycle/goods.ts';
import type { MoveRequest } from '../lifecycle/move-request.ts';
import { readLines } from '../read/priced-rows.ts';
import { readReturn, recallReturn } from './admin-read.ts';
import { requireReturnMove } from './moves.ts';
import { invalidLines } from './open.ts';
import { lockReturn, missingOf, type ReturnWithLines } from './read.ts';
import { refundReceived } from './refund-received.ts';
import type { ReceiveReturnInput } from './schema.ts';
import type { AdminReturn } from './view.ts';

/** Goods of one line that arrived together. */
interface ReceivedLine extends LineQuantity {
  readonly restock: number;
  readonly writeOff: number;
}

/**
 * Records goods of a return that arrived: each quantity goes into stock or is written off. A return can be received in
 * parts. With `refund` their price goes back in the same transaction, except what was refunded before.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION, VALIDATION
 */
export function receiveReturn(ctx: UserContext, input: ReceiveReturnInput): Promise<AdminReturn> {
  return idempotently(ctx, { input, recall: recallReturn(ctx) }, async (tx) => {
    const { order, found } = await lockReturn(tx, input.id);
    requireReturnMove(found.status, 'received');
    const lines = await chooseReceived(tx, found, input.lines);
    const request = { by: 'admin', actor: actorOf(ctx), at: ctx.shop.clock.now() } as const;
    await takeIn(tx, found, lines, request);
    const status = await followGoods(tx, order.id, request);
    const refunded = input.refund ? await refundReceived(ctx.shop, tx, { order, found, lines, input, request }) : 0;
    const received = lines.map(({ row, restock, writeOff }) => ({ variantId: row.variantId, restock, writeOff }));
    recordAudit(tx, ctx, {
      target: { type: 'return', id: found.id, label: order.number },
      before: { status: found.status, orderStatus: order.status },
      after: { status: 'received', orderStatus: status, received, refunded: input.refund ? refunded : undefined },
    });
    return readReturn(tx, found.id);
  });
}

/** @throws VALIDATION */
async function chooseReceived(
  tx: Transaction,
  found: ReturnWithLines,
  given: ReceiveReturnInput['lines'],
): Promise<ReceivedLine[]> {
  const rows = await readLines(tx, [found.orderId]);
  const sums = new Map<string, { restock: number; writeOff: number }>();
  for (const { variantId, restock, writeOff } of given) {
    const before = sums.get(variantId) ?? { restock: 0, writeOff: 0 };
    sums.set(variantId, { restock: before.restock + restock, writeOff: before.writeOff + writeOff });
  }
  return [...sums].map(([variantId, { restock, writeOff }]) => {
    const row = rows.find((one) => one.variantId === variantId);
    const line = row && found.lines.find(({ position }) => position === row.position);
    if (!row || !line) {
      throw invalidLines(`The return has no line with the variant ${variantId}. Choose one of its lines.`);
    }
    const most = Math.min(missingOf(line), outOf(row));
    const quantity = restock + writeOff;
    if (quantity > most) throw invalidLines(`At most ${most} of ${row.sku} can still arrive. Send a smaller quantity.`);
    return { row, quantity, restock, writeOff };
  });
}

async function takeIn(
  tx: Transaction,
  { id: returnId, orderId }: ReturnWithLines,
  lines: readonly ReceivedLine[],
  request: MoveRequest,
): Promise<void> {
  const { returns, returnLines: l, returnReceipts, variants } = tx.tables;
  const { at, actor } = request;
  const receiptId = newId();
  await tx.update(returns).set({ status: 'received', updatedAt: at }).where(eq(returns.id, returnId));
  for (const { row, restock, writeOff } of lines) {
    await tx
      .update(l)
      .set({
        restockedQuantity: sql`${l.restockedQuantity} + ${restock}`,
        writtenOffQuantity: sql`${l.writtenOffQuantity} + ${writeOff}`,
      })
      .where(and(eq(l.returnId, returnId), eq(l.position, row.position)));
  }
  await tx.insert(returnReceipts).values(
    lines.map(({ row, restock, writeOff }) => ({
      id: receiptId,
      returnId,
      position: row.position,
      restockedQuantity: restock,
      writtenOffQuantity: writeOff,
      receivedAt: at,
    })),
  );
  await countOnLines(tx, lines, 'returnedQuantity');
  const parts = {
    returned: lines.map(({ row, restock }) => ({ row, quantity: restock })).filter(hasQuantity),
    written_off: lines.map(({ row, writeOff }) => ({ row, quantity: writeOff })).filter(hasQuantity),
  };
  // Two changes of stock lock in one order.
  const ids = lines.map(({ row }) => row.variantId);
  await tx.lock(variants, tx.lockedInOrder(variants.id, [...new Set(ids)]), { id: variants.id });
  await moveStockBack(tx, orderId, parts.returned, 'returned', request);
  await moveStockBack(tx, orderId, parts.written_off, 'written_off', request);
  const [restocked, writtenOff] = [sumOf(parts.returned), sumOf(parts.written_off)];
  const event = { orderId, subjectId: returnId, actor, createdAt: at };
  await recordEvents(tx, { ...event, type: 'return_received', data: { returnId, restocked, writtenOff } });
  enqueue(tx, orderJobs.sendOrderMail, { orderId, template: 'return-received', returnId, receiptId });
}

const hasQuantity = ({ quantity }: { quantity: number }) => quantity > 0;

const sumOf = (lines: readonly LineQuantity[]) => lines.reduce((sum, { quantity }) => sum + quantity, 0);
