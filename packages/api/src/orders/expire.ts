import { and, asc, eq, lte } from 'drizzle-orm';
import { Failure } from '../kernel/failures.ts';
import type { Shop } from '../kernel/shop.ts';
import { moveOrder } from './move.ts';

/** Cancels an order that was not paid in time: its stock is free again, and open payments are void. */
export async function expireOrder({ db, clock }: Shop, orderId: string): Promise<void> {
  const data = { by: 'expiry', reason: 'It was not paid in time.' };
  try {
    await db.transact((tx) =>
      moveOrder(tx, orderId, 'cancelled', { by: 'system', actor: 'job:orders.expireOrder', at: clock.now(), data }),
    );
  } catch (error) {
    // It was paid in time: that is the end of this job, not a fault.
    if (error instanceof Failure && error.code === 'INVALID_TRANSITION') return;
    throw error;
  }
}

const batch = 500;

/** Cancels every order that should have expired by now, whatever became of its own job. */
export async function expireOverdueOrders(shop: Shop): Promise<void> {
  const { orders } = shop.db.tables;
  for (;;) {
    const overdue = await shop.db.read
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.status, 'pending'), lte(orders.expiresAt, shop.clock.now())))
      .orderBy(asc(orders.expiresAt))
      .limit(batch);
    for (const { id } of overdue) await expireOrder(shop, id);
    if (overdue.length < batch) return;
  }
}
