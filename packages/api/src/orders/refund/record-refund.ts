import type { Actor } from '@cartwright/kernel/actor';
import { enqueue } from '@cartwright/kernel/jobs';
import type { RefundState } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { providerCode } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { eraseIfClosed } from '../lifecycle/erase.ts';
import { lockOrder } from '../read/find-order.ts';

/**
 * Records a provider's answer about a refund, once, from any source. Money that the provider refused to return, or that
 * the customer's bank sent back weeks later, can be refunded again.
 */
export async function recordRefund(
  { db, clock }: Shop,
  refundId: string,
  state: RefundState,
  actor: Actor,
): Promise<void> {
  await db.transact(async (tx) => {
    const { refunds, payments } = tx.tables;
    const at = clock.now();
    const [row] = await tx.select().from(refunds).where(eq(refunds.id, refundId));
    if (!row) return;
    const { orderId, paymentId, amount, requestId } = row;
    const { taxCalculation } = await lockOrder(tx, orderId);
    const isIn = (...statuses: ('created' | 'succeeded')[]) =>
      and(eq(refunds.id, refundId), inArray(refunds.status, statuses));
    const event = { orderId, actor, createdAt: at };

    if (state.status === 'pending') {
      await tx.update(refunds).set({ reference: state.reference, updatedAt: at }).where(isIn('created'));
      return;
    }
    if (state.status === 'succeeded') {
      const given = { status: 'succeeded', reference: state.reference, updatedAt: at } as const;
      const changed = await tx.update(refunds).set(given).where(isIn('created')).returning({ id: refunds.id });
      if (changed.length === 0) return;
      await recordEvents(tx, { ...event, type: 'refunded', data: { amount } });
      enqueue(tx, orderJobs.sendOrderMail, { orderId, template: 'order-refunded', refundId });
      if (taxCalculation !== null) enqueue(tx, orderJobs.reverseTax, { refundRequestId: requestId });
      await eraseIfClosed(tx, orderId);
      return;
    }
    const failed = { status: 'failed', failure: state.reason, updatedAt: at } as const;
    const changed = await tx
      .update(refunds)
      .set(failed)
      .where(isIn('created', 'succeeded'))
      .returning({ id: refunds.id });
    if (changed.length === 0) return;
    await tx
      .update(payments)
      .set({ refunded: sql`${payments.refunded} - ${amount}`, updatedAt: at })
      .where(eq(payments.id, paymentId));
    // Another payment may have paid its part of the refund before.
    if (taxCalculation !== null) enqueue(tx, orderJobs.reverseTax, { refundRequestId: requestId });
    await recordEvents(tx, { ...event, type: 'refund_failed', data: { amount, reason: providerCode(state.reason) } });
    await eraseIfClosed(tx, orderId);
  });
}
