import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { desc, eq } from 'drizzle-orm';
import { recordEvents } from '../events/record.ts';
import type { OrderRow, ShipmentRow } from '../read/to-order.ts';
import type { TrackingChange } from './schema.ts';

/** A tracking, or the fields of it to change. Null removes a field. */
export type Tracking = TrackingChange;

/** The columns of a shipment for the given fields of a tracking. */
export function trackingColumns({ carrier, number, url }: Tracking) {
  return {
    ...(carrier !== undefined && { carrier }),
    ...(number !== undefined && { trackingNumber: number }),
    ...(url !== undefined && { trackingUrl: url }),
  };
}

/**
 * Adds to or corrects the tracking of a shipment. Fields that are left out keep their values. A tracking without a
 * difference changes nothing. The customer gets no second e-mail, because the order shows the tracking.
 */
export async function changeTracking(
  ctx: UserContext,
  tx: Transaction,
  order: Pick<OrderRow, 'id' | 'number'>,
  shipment: ShipmentRow,
  tracking: Tracking,
): Promise<void> {
  const { shipments } = tx.tables;
  const columns = trackingColumns(tracking);
  const facts = ({ carrier, trackingNumber, trackingUrl }: ShipmentRow) => ({ carrier, trackingNumber, trackingUrl });
  const before = facts(shipment);
  const isNew = Object.entries(columns).some(([name, value]) => before[name as keyof typeof columns] !== value);
  if (!isNew) return;
  await tx.update(shipments).set(columns).where(eq(shipments.id, shipment.id));
  await recordEvents(tx, {
    orderId: order.id,
    type: 'tracking_changed',
    actor: actorOf(ctx),
    data: { shipmentId: shipment.id },
    createdAt: ctx.shop.clock.now(),
  });
  recordAudit(tx, ctx, {
    target: { type: 'order', id: order.id, label: order.number },
    before: { shipment: null, ...before },
    after: { shipment: shipment.id, ...before, ...columns },
  });
}

/** The newest shipment of an order. */
export async function newestShipment(tx: Transaction, orderId: string): Promise<ShipmentRow | undefined> {
  const { shipments } = tx.tables;
  const newest = tx.select().from(shipments).where(eq(shipments.orderId, orderId)).orderBy(desc(shipments.id));
  const [shipment] = await newest.limit(1);
  return shipment;
}
