import type { Transaction } from '@cartwright/db';
import { newId } from '@cartwright/kernel/ids';
import { enqueue } from '@cartwright/kernel/jobs';
import { inArray } from 'drizzle-orm';
import { productFailures } from '../../products/index.ts';
import { actorOfEvent } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { countOnLines, type LineQuantity, moveStock } from '../lifecycle/change-lines.ts';
import { leftOf } from '../lifecycle/goods.ts';
import type { MoveRequest } from '../lifecycle/move-request.ts';
import { readLines } from '../read/priced-rows.ts';
import type { OrderRow } from '../read/to-order.ts';
import { trackingColumns } from './tracking.ts';

/** Sends everything that is left of a locked order as one shipment. @throws INSUFFICIENT_STOCK */
export async function sendWhatIsLeft(tx: Transaction, order: OrderRow, request: MoveRequest): Promise<string> {
  const rows = await readLines(tx, [order.id]);
  const left = rows.map((row) => ({ row, quantity: leftOf(row) })).filter(({ quantity }) => quantity > 0);
  return sendShipment(tx, order, left, request);
}

/**
 * Writes a shipment of a locked order: its lines, its effect on the stock, its event, and the job for its e-mail. The
 * caller then lets the status follow the goods.
 *
 * @returns the id of the shipment
 * @throws INSUFFICIENT_STOCK the goods are not on hand
 */
export async function sendShipment(
  tx: Transaction,
  { id: orderId }: OrderRow,
  lines: readonly LineQuantity[],
  request: MoveRequest,
): Promise<string> {
  const { shipments, shipmentLines } = tx.tables;
  const { at, tracking = {} } = request;
  const shipmentId = newId();
  await tx
    .insert(shipments)
    .values({ id: shipmentId, orderId, status: 'shipped', shippedAt: at, ...trackingColumns(tracking) });
  const rows = lines.map(({ row, quantity }) => ({ shipmentId, position: row.position, quantity }));
  await tx.insert(shipmentLines).values(rows);
  await countOnLines(tx, lines, 'shippedQuantity');
  const short = await moveStock(tx, orderId, lines, 'shipped', request);
  if (short.length > 0) throw await insufficientStock(tx, lines, short);
  const event = { orderId, actor: actorOfEvent(request), createdAt: at };
  await recordEvents(tx, { ...event, type: 'shipped', data: { shipmentId } });
  enqueue(tx, orderJobs.sendOrderMail, { orderId, template: 'order-shipped', shipmentId });
  return shipmentId;
}

async function insufficientStock(tx: Transaction, lines: readonly LineQuantity[], short: readonly string[]) {
  const { variants } = tx.tables;
  const stock = await tx
    .select({ id: variants.id, onHand: variants.onHand, reserved: variants.reserved })
    .from(variants)
    .where(inArray(variants.id, [...short]));
  const found = lines.flatMap(({ row, quantity: requested }) => {
    const variant = stock.find(({ id }) => id === row.variantId);
    if (!variant) return [];
    const { variantId, productId, name, sku } = row;
    return [{ variantId, productId, name, sku, requested, available: Math.min(variant.onHand, variant.reserved) }];
  });
  return productFailures.INSUFFICIENT_STOCK({ available: found[0]?.available ?? 0, lines: found });
}
