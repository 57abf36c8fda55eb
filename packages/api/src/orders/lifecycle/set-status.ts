import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import type { SetStatusInput } from '../admin-schema.ts';
import { confirmPaid } from '../payment/mark-paid.ts';
import { findOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { Order } from '../schema.ts';
import { changeTracking, newestShipment, type Tracking } from '../shipments/tracking.ts';
import { moveOf, moveOrder, refuseOtherReason } from './move.ts';

/**
 * Moves an order as an admin. `confirmed` records a manual payment, `shipped` ships what is left, `delivered` delivers
 * all shipments and collects cash on delivery, and `cancelled` takes back refused goods. For an order with this status,
 * it only updates the tracking of the newest shipment.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION, NOTHING_TO_SHIP, INSUFFICIENT_STOCK, VALIDATION
 */
export function setOrderStatus(ctx: UserContext, input: SetStatusInput): Promise<Order> {
  const { id, status, reason, tracking } = input;
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'admin') }, async (tx) => {
    const at = ctx.shop.clock.now();
    if (status === 'confirmed') {
      await confirmPaid(ctx, tx, { id });
    } else {
      const restock = await restockOf(tx, input);
      const request = { by: 'admin', actor: actorOf(ctx), at, reason, restock, tracking } as const;
      const from = await moveOrder(tx, id, status, request);
      const isSent = from !== undefined && status === 'shipped';
      if (tracking && !isSent) await correctTracking(ctx, tx, id, tracking);
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

async function correctTracking(ctx: UserContext, tx: Transaction, id: string, tracking: Tracking): Promise<void> {
  const shipment = await newestShipment(tx, id);
  if (shipment) await changeTracking(ctx, tx, await findOrder(tx, id), shipment, tracking);
}
