import { and, eq } from 'drizzle-orm';
import type { Shop } from '../kernel/shop.ts';
import { changeStock } from '../products/index.ts';
import { moveOrder } from './move.ts';

/** Cancels an order that was not paid in time: its stock is free again, and open payments are void. */
export async function expireOrder({ db, clock }: Shop, orderId: string): Promise<void> {
  await db.transact(async (tx) => {
    const { orderLines, payments } = tx.tables;
    const at = clock.now();
    const actor = 'job:orders.expireOrder';
    const moved = await moveOrder(tx, orderId, 'pending → cancelled', { actor, at, data: { reason: 'not paid in time' } });
    if (!moved) return;

    const lines = await tx.select().from(orderLines).where(eq(orderLines.orderId, orderId));
    const changes = lines.map(({ variantId, quantity }) => ({ variantId, reserved: -quantity }));
    const refused = await changeStock(tx, changes, { reason: 'released', actor, at, orderId });
    if (refused.length > 0) throw new Error(`The reservation of order ${orderId} is gone.`);
    await tx
      .update(payments)
      .set({ status: 'voided', token: null, updatedAt: at })
      .where(and(eq(payments.orderId, orderId), eq(payments.status, 'created')));
  });
}
