import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { eq } from 'drizzle-orm';
import type { SetStatusInput } from '../admin-schema.ts';
import { confirmPaid } from '../payment/mark-paid.ts';
import { findOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { Order } from '../schema.ts';
import { moveOf, moveOrder, refuseOtherReason } from './move.ts';
import { changeTracking, trackingColumns } from './tracking.ts';

/**
 * Moves an order as an admin. `confirmed` records a manual payment, `shipped` writes the shipment, `delivered` collects
 * cash on delivery, and `cancelled` takes back refused goods. For an order with this status, it only updates the
 * tracking.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION, NOTHING_TO_SHIP, VALIDATION
 */
export function setOrderStatus(ctx: UserContext, input: SetStatusInput): Promise<Order> {
  const { id, status, reason, tracking } = input;
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'admin') }, async (tx) => {
    const at = ctx.shop.clock.now();
    if (status === 'confirmed') {
      await confirmPaid(ctx, tx, { id });
    } else {
      const restock = await restockOf(tx, input);
      const request = { by: 'admin', actor: actorOf(ctx), at, reason, restock } as const;
      const from = await moveOrder(tx, id, status, request);
      if (from && status === 'shipped') await writeShipment(tx, input, at);
      else if (tracking) await changeTracking(ctx, tx, id, tracking, at);
      if (from && status === 'delivered') await writeDelivery(tx, id, at);
      if (from) recordAudit(tx, ctx, { ...moveOf(await findOrder(tx, id), from, status), reason });
    }
    const order = await readOrder(ctx.shop, tx, id, 'admin');
    await refuseOtherReason(tx, order, reason, 'admin');
    return order;
  });
}

/** Whether a cancellation puts shipped goods into stock. @throws VALIDATION they were not shipped */
async function restockOf(tx: Transaction, { id, status, restock }: SetStatusInput): Promise<boolean> {
  if (status !== 'cancelled') return false;
  const { status: from } = await findOrder(tx, id);
  if (from === 'shipped') return restock ?? false;
  // Goods that were never shipped cannot be written off.
  if (restock !== false || from === 'cancelled') return false;
  const message = 'Leave this out. The order was not shipped, so its goods are still in stock.';
  throw kernelFailures.VALIDATION({ issues: [{ path: 'restock', message, code: 'not_shipped' }] });
}

async function writeShipment(tx: Transaction, { id, tracking = {} }: SetStatusInput, at: Date): Promise<void> {
  const { shipments } = tx.tables;
  await tx.insert(shipments).values({ id: newId(), orderId: id, shippedAt: at, ...trackingColumns(tracking) });
}

async function writeDelivery(tx: Transaction, orderId: string, at: Date): Promise<void> {
  const { shipments } = tx.tables;
  await tx.update(shipments).set({ deliveredAt: at }).where(eq(shipments.orderId, orderId));
}
