import type { Transaction } from '@cartwright/db';
import { and, eq, sql } from 'drizzle-orm';
import { newId } from '../kernel/ids.ts';
import { enqueue, type JobContext } from '../kernel/jobs.ts';
import type { Shop } from '../kernel/shop.ts';
import { orderFailures } from './errors.ts';
import { actorOfEvent } from './events/facts.ts';
import { recordEvents } from './events/record.ts';
import { orderJobs } from './jobs.ts';
import { recordRefund } from './record-refund.ts';
import type { Mover } from './transitions.ts';

export interface RefundRequest {
  readonly orderId: string;
  readonly paymentId: string;
  /** Minor units. */
  readonly amount: number;
  readonly reason: string | null;
  readonly by?: Mover;
  readonly actor: string;
  readonly at: Date;
  /** The provider's id, of a refund that was made there. */
  readonly reference?: string;
}

/**
 * Sets money aside to be given back, and asks the worker to do it. The payment's guarded update keeps all refunds
 * together within what was captured.
 *
 * @throws REFUND_TOO_LARGE
 */
export async function requestRefund(tx: Transaction, request: RefundRequest): Promise<void> {
  const { payments, refunds } = tx.tables;
  const { orderId, paymentId, amount, reason, actor, at, reference = null } = request;
  const [payment] = await tx
    .update(payments)
    .set({ refunded: sql`${payments.refunded} + ${amount}`, updatedAt: at })
    .where(and(eq(payments.id, paymentId), sql`${payments.refunded} + ${amount} <= ${payments.captured}`))
    .returning({ id: payments.id });
  if (!payment) {
    const [row] = await tx.select().from(payments).where(eq(payments.id, paymentId));
    throw orderFailures.REFUND_TOO_LARGE({ refundable: row ? row.captured - row.refunded : 0 });
  }
  const id = newId();
  const row = { id, orderId, paymentId, amount, reason, actor, reference, createdAt: at, updatedAt: at };
  await tx.insert(refunds).values({ ...row, status: 'created' });
  const event = { orderId, subjectId: id, type: 'refund_requested', actor: actorOfEvent(request) };
  await recordEvents(tx, { ...event, data: { amount }, createdAt: at });
  enqueue(tx, orderJobs.refundPayment, { refundId: id });
}

/** Gives back the money of one refund and writes down the answer. */
export async function executeRefund({ shop }: JobContext, refundId: string): Promise<void> {
  const refund = await findOpenRefund(shop, refundId);
  if (!refund) return;
  const provider = shop.paymentProviders.get(refund.provider);
  if (!provider) throw new Error(`There is no payment provider ${refund.provider}.`);
  const { reference, payment, amount, currency } = refund;
  const state = await provider.refund({ refundId, reference, payment, amount, currency });
  await recordRefund(shop, refundId, state, `job:${orderJobs.refundPayment.name}`);
}

async function findOpenRefund({ db }: Shop, refundId: string) {
  const { refunds, payments, orders } = db.tables;
  const [refund] = await db.read
    .select({
      provider: payments.provider,
      payment: { paymentId: payments.id, reference: payments.reference },
      reference: refunds.reference,
      amount: refunds.amount,
      currency: orders.currency,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .where(and(eq(refunds.id, refundId), eq(refunds.status, 'created')));
  return refund;
}
