import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { eq } from 'drizzle-orm';
import { orderFailures } from '../errors.ts';
import { followGoods } from '../lifecycle/follow-goods.ts';
import { lockOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { OrderRow, ShipmentRow } from '../read/to-order.ts';
import type { Order } from '../schema.ts';
import type { UpdateShipmentInput } from './schema.ts';
import { settleShipment } from './settle.ts';
import { changeTracking } from './tracking.ts';

/**
 * Corrects the tracking of a shipment, or ends it as delivered or returned to sender. The status of the order follows. A
 * shipment that ended so before keeps its time.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION
 */
export function updateShipment(ctx: UserContext, input: UpdateShipmentInput): Promise<Order> {
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'admin') }, async (tx) => {
    const { order, shipment } = await lockShipment(tx, input.id);
    if (input.tracking) await changeTracking(ctx, tx, order, shipment, input.tracking);
    if (input.status && !isSettledSo(shipment, input)) await settle(ctx, tx, { order, shipment }, input);
    return readOrder(ctx.shop, tx, order.id, 'admin');
  });
}

/** Locks the order of a shipment, because its status depends on all its shipments. @throws NOT_FOUND */
async function lockShipment(tx: Transaction, id: string): Promise<{ order: OrderRow; shipment: ShipmentRow }> {
  const { shipments } = tx.tables;
  const find = async () => (await tx.select().from(shipments).where(eq(shipments.id, id)))[0];
  const found = await find();
  const order = found && (await lockOrder(tx, found.orderId));
  const shipment = order && (await find());
  if (!shipment) throw kernelFailures.NOT_FOUND({});
  return { order, shipment };
}

/** @throws INVALID_TRANSITION the shipment ended otherwise */
function isSettledSo({ status, restocked }: ShipmentRow, input: UpdateShipmentInput): boolean {
  if (status === 'shipped') return false;
  const isSame = status === input.status && (input.restock === undefined || input.restock === restocked);
  if (isSame) return true;
  throw orderFailures.INVALID_TRANSITION({ from: status, to: input.status ?? status, allowed: [] });
}

async function settle(
  ctx: UserContext,
  tx: Transaction,
  { order, shipment }: { order: OrderRow; shipment: ShipmentRow },
  { status: to, restock = false }: UpdateShipmentInput,
): Promise<void> {
  if (!to) return;
  const request = { by: 'admin', actor: actorOf(ctx), at: ctx.shop.clock.now(), restock } as const;
  await settleShipment(tx, order, shipment, to, request);
  const status = await followGoods(tx, order.id, request);
  recordAudit(tx, ctx, {
    target: { type: 'order', id: order.id, label: order.number },
    before: { status: order.status, shipmentStatus: shipment.status },
    after: {
      status,
      shipment: shipment.id,
      shipmentStatus: to,
      restock: to === 'returned_to_sender' ? restock : undefined,
    },
  });
}
