import type { Transaction } from '@cartwright/db';
import { and, asc, eq } from 'drizzle-orm';
import { actorOfEvent } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { countOnLines, moveStockBack } from '../lifecycle/change-lines.ts';
import { outOf } from '../lifecycle/goods.ts';
import type { MoveRequest } from '../lifecycle/move-request.ts';
import { readLines } from '../read/priced-rows.ts';
import type { OrderRow, ShipmentRow } from '../read/to-order.ts';

/** How a shipment ends. */
export type Settled = Exclude<ShipmentRow['status'], 'shipped'>;

/** Ends every shipment of a locked order that is under way. */
export async function settleShipments(
  tx: Transaction,
  order: OrderRow,
  to: Settled,
  request: MoveRequest,
): Promise<void> {
  const { shipments } = tx.tables;
  const isUnderWay = and(eq(shipments.orderId, order.id), eq(shipments.status, 'shipped'));
  const underWay = await tx.select().from(shipments).where(isUnderWay).orderBy(asc(shipments.id));
  for (const shipment of underWay) await settleShipment(tx, order, shipment, to, request);
}

/**
 * Ends a shipment of a locked order that is under way, with its event. Goods that were returned to sender go into stock
 * or are written off, except a quantity that the order counts as returned already. The caller then lets the status
 * follow the goods.
 */
export async function settleShipment(
  tx: Transaction,
  { id: orderId }: OrderRow,
  { id: shipmentId }: ShipmentRow,
  to: Settled,
  request: MoveRequest,
): Promise<void> {
  const { shipments } = tx.tables;
  const { at, restock = false } = request;
  const event = { orderId, actor: actorOfEvent(request), createdAt: at };
  const which = eq(shipments.id, shipmentId);
  if (to === 'delivered') {
    await tx.update(shipments).set({ status: to, deliveredAt: at }).where(which);
    await recordEvents(tx, { ...event, type: 'delivered', data: { shipmentId } });
    return;
  }
  await tx.update(shipments).set({ status: to, returnedAt: at, restocked: restock }).where(which);
  await recordEvents(tx, { ...event, type: 'returned_to_sender', data: { shipmentId, restock } });
  const lines = await linesToTakeBack(tx, orderId, shipmentId);
  await countOnLines(tx, lines, 'returnedQuantity');
  await moveStockBack(tx, orderId, lines, restock ? 'returned' : 'written_off', request);
}

async function linesToTakeBack(tx: Transaction, orderId: string, shipmentId: string) {
  const { shipmentLines } = tx.tables;
  const sent = await tx.select().from(shipmentLines).where(eq(shipmentLines.shipmentId, shipmentId));
  const quantities = new Map(sent.map(({ position, quantity }) => [position, quantity]));
  return (await readLines(tx, [orderId]))
    .map((row) => ({ row, quantity: Math.min(quantities.get(row.position) ?? 0, outOf(row)) }))
    .filter(({ quantity }) => quantity > 0);
}
