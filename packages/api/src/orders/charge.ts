import { and, eq, sql } from 'drizzle-orm';
import { enqueue, type JobContext } from '../kernel/jobs.ts';
import type { ChargeResult } from '../kernel/ports.ts';
import type { Shop } from '../kernel/shop.ts';
import { orderJobs } from './jobs.ts';
import { moveOrder } from './move.ts';

const actor = 'job:orders.chargePayment';

/**
 * Asks the provider for the money of one payment attempt and writes down the answer. The provider is called outside any
 * transaction, with the attempt's id as its idempotency key: a run that is repeated charges once.
 */
export async function chargePayment({ shop, isLastAttempt }: JobContext, paymentId: string): Promise<void> {
  const payment = await findOpenPayment(shop, paymentId);
  if (!payment) return;
  const provider = shop.paymentProviders.get(payment.provider);
  if (!provider) throw new Error(`There is no payment provider ${payment.provider}.`);

  const { orderNumber, amount, currency, token } = payment;
  try {
    const result = await provider.charge({ paymentId, orderNumber, amount, currency, token });
    await recordCharge(shop, paymentId, result);
  } catch (error) {
    if (isLastAttempt) await recordCharge(shop, paymentId, { status: 'declined', reason: 'no_answer' });
    throw error;
  }
}

async function findOpenPayment({ db }: Shop, paymentId: string) {
  const { payments, orders } = db.tables;
  const [payment] = await db.read
    .select({
      provider: payments.provider,
      token: payments.token,
      amount: payments.amount,
      orderNumber: orders.number,
      currency: orders.currency,
    })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(payments.id, paymentId), eq(payments.status, 'created'), eq(orders.status, 'pending')));
  return payment;
}

/** Applies the provider's answer once, however often and by whomever it is brought. */
async function recordCharge({ db, clock }: Shop, paymentId: string, result: ChargeResult): Promise<void> {
  await db.transact(async (tx) => {
    const { payments, orderEvents } = tx.tables;
    const at = clock.now();
    const isCaptured = result.status === 'captured';
    const [payment] = await tx
      .update(payments)
      .set({
        status: isCaptured ? 'captured' : 'failed',
        captured: isCaptured ? sql`${payments.amount}` : 0,
        reference: isCaptured ? result.reference : null,
        failure: isCaptured ? null : result.reason,
        token: null,
        updatedAt: at,
      })
      .where(and(eq(payments.id, paymentId), eq(payments.status, 'created')))
      .returning({ orderId: payments.orderId, amount: payments.amount });
    if (!payment) return;

    const { orderId, amount } = payment;
    if (isCaptured) {
      const moved = await moveOrder(tx, orderId, 'pending → confirmed', { actor, at, data: { amount } });
      if (!moved) {
        // The order ended while the provider was asked: nothing revives it, and its timeline says that money came.
        await tx.insert(orderEvents).values({ orderId, type: 'paid_late', actor, data: { amount }, createdAt: at });
      }
      return;
    }
    const data = { reason: result.reason };
    await tx.insert(orderEvents).values({ orderId, type: 'payment_failed', actor, data, createdAt: at });
    enqueue(tx, orderJobs.sendOrderMail, { orderId, template: 'payment-failed' });
  });
}
