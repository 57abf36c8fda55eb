import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { eq } from 'drizzle-orm';
import type { SetStatusInput } from '../admin-schema.ts';
import { recordEvents } from '../events/record.ts';
import { findOrder } from '../read/find-order.ts';

type Tracking = NonNullable<SetStatusInput['tracking']>;

/** The columns of a shipment for the given fields of a tracking. */
export function trackingColumns({ carrier, number, url }: Tracking) {
  return {
    ...(carrier !== undefined && { carrier }),
    ...(number !== undefined && { trackingNumber: number }),
    ...(url !== undefined && { trackingUrl: url }),
  };
}

/**
 * Adds to or corrects the tracking of a shipped order. Fields that are left out keep their values. A tracking without a
 * difference changes nothing.
 */
export async function changeTracking(ctx: UserContext, tx: Transaction, orderId: string, tracking: Tracking, at: Date) {
  const { shipments } = tx.tables;
  const columns = trackingColumns(tracking);
  const [before] = await tx.select().from(shipments).where(eq(shipments.orderId, orderId));
  const isNew = Object.entries(columns).some(([name, value]) => before?.[name as keyof typeof columns] !== value);
  if (!before || !isNew) return;
  const [after] = await tx.update(shipments).set(columns).where(eq(shipments.id, before.id)).returning();
  await recordEvents(tx, { orderId, type: 'tracking_changed', actor: actorOf(ctx), data: {}, createdAt: at });
  const { number } = await findOrder(tx, orderId);
  const facts = ({ carrier, trackingNumber, trackingUrl }: typeof before) => ({ carrier, trackingNumber, trackingUrl });
  recordAudit(tx, ctx, {
    target: { type: 'order', id: orderId, label: number },
    before: facts(before),
    after: facts(after ?? before),
  });
}
