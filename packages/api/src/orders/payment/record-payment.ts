import type { Transaction } from '@cartwright/db';
import type { Actor } from '@cartwright/kernel/actor';
import { enqueue } from '@cartwright/kernel/jobs';
import type { PaymentState } from '@cartwright/kernel/ports';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, inArray, isNull, ne, or } from 'drizzle-orm';
import { providerCode } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import { moveOrder } from '../lifecycle/move.ts';
import { lockOrder } from '../read/find-order.ts';
import type { OrderRow, PaymentRow } from '../read/to-order.ts';
import { requestRefund } from '../refund/refund.ts';
import { makeTaxDue } from '../tax/due.ts';
import { voidOpenPayments } from './settle-payments.ts';

/**
 * Records a provider's answer about a payment, once. The charging job, a webhook and reconciliation may all bring it.
 * The first does the work, and the others change nothing.
 */
export async function recordPayment(
  { db, clock }: Shop,
  paymentId: string,
  state: PaymentState,
  actor: Actor,
): Promise<void> {
  await db.transact(async (tx) => {
    const { payments } = tx.tables;
    const act = { actor, at: clock.now() };
    const [payment] = await tx.select({ orderId: payments.orderId }).from(payments).where(eq(payments.id, paymentId));
    if (!payment) return;
    const order = await lockOrder(tx, payment.orderId);
    switch (state.status) {
      case 'captured':
        return recordCapture(tx, order, paymentId, state, act);
      case 'declined':
        return recordDecline(tx, paymentId, state, act);
      case 'pending':
        return recordPending(tx, paymentId, state, act);
    }
  });
}

interface Act {
  readonly actor: Actor;
  readonly at: Date;
}

type Captured = Extract<PaymentState, { status: 'captured' }>;
type Declined = Extract<PaymentState, { status: 'declined' }>;
type Pending = Extract<PaymentState, { status: 'pending' }>;

/** Records money even for an attempt that was given up, and refunds it then. */
async function recordCapture(
  tx: Transaction,
  order: OrderRow,
  paymentId: string,
  { reference, amount }: Captured,
  { actor, at }: Act,
): Promise<void> {
  const { payments } = tx.tables;
  const settled = { captured: amount, reference, failure: null, token: null, action: null, updatedAt: at };
  const [payment] = await tx
    .update(payments)
    .set({ status: 'captured', ...settled })
    .where(and(eq(payments.id, paymentId), ne(payments.status, 'captured')))
    .returning({ wanted: payments.amount });
  if (!payment) return;

  const isExact = amount === payment.wanted;
  const event = { orderId: order.id, actor, data: { amount }, createdAt: at };
  if (isExact && order.status === 'pending') {
    await recordEvents(tx, { ...event, type: 'paid' });
    // Other open attempts could only pay the order twice.
    await voidOpenPayments(tx, order.id, at);
    await moveOrder(tx, order.id, 'confirmed', { by: 'system', actor, at });
    await makeTaxDue(tx, order, at);
    return;
  }
  await recordEvents(tx, { ...event, type: isExact ? 'paid_late' : 'paid_wrong_amount' });
  const reason = isExact ? 'The order no longer waited for a payment.' : 'The amount was not that of the order.';
  if (amount > 0) await requestRefund(tx, { orderId: order.id, parts: [{ paymentId, amount }], reason, actor, at });
}

async function recordDecline(tx: Transaction, paymentId: string, state: Declined, { actor, at }: Act): Promise<void> {
  const { payments } = tx.tables;
  const { reason, reference } = state;
  const [before] = await tx.select().from(payments).where(eq(payments.id, paymentId));
  const answer = { failure: reason, updatedAt: at, ...(reference !== undefined && { reference }) };
  const [payment] = await tx
    .update(payments)
    .set({ status: 'failed', token: null, action: null, ...answer })
    .where(and(eq(payments.id, paymentId), inArray(payments.status, ['created', 'authorised'])))
    .returning({ orderId: payments.orderId });
  if (!payment) {
    await tx
      .update(payments)
      .set(answer)
      .where(and(eq(payments.id, paymentId), isWaitingForLastWord(payments)));
    return;
  }
  const { orderId } = payment;
  const data = { reason: providerCode(reason) };
  await recordEvents(tx, { orderId, type: 'payment_failed', actor, data, createdAt: at });
  enqueue(tx, orderJobs.sendOrderMail, { orderId, template: 'payment-failed' });
  // The customer's client may still follow the action of this attempt, and must not once there is another.
  if (before?.action) enqueue(tx, orderJobs.cancelPayment, { paymentId });
}

/** The condition that the shop gave a payment up while its provider may still capture it. */
export function isWaitingForLastWord({ status, failure }: Transaction['tables']['payments']) {
  return or(and(eq(status, 'failed'), eq(failure, 'no_answer')), and(eq(status, 'voided'), isNull(failure)));
}

/** The same condition for a row. A cash-on-delivery attempt has no provider that could capture it. */
export function mayStillBeCaptured({ provider, status, failure }: PaymentRow): boolean {
  const isGivenUp = status === 'voided' ? failure === null : status === 'failed' && failure === 'no_answer';
  return isGivenUp && provider !== 'cod';
}

async function recordPending(tx: Transaction, paymentId: string, state: Pending, { actor, at }: Act): Promise<void> {
  const { payments } = tx.tables;
  const { reference, action } = state;
  const [before] = await tx.select().from(payments).where(eq(payments.id, paymentId));
  const [payment] = await tx
    .update(payments)
    .set({ reference, action, updatedAt: at })
    .where(and(eq(payments.id, paymentId), eq(payments.status, 'created')))
    .returning({ orderId: payments.orderId });
  if (!payment) {
    await giveUpAtProvider(tx, paymentId, reference, at);
    return;
  }
  if (action === null || before?.action !== null) return;
  const { orderId } = payment;
  await recordEvents(tx, { orderId, type: 'payment_action_required', actor, data: {}, createdAt: at });
}

/**
 * Gives the attempt up at the provider, because the order was cancelled or the attempt failed while the provider was
 * busy.
 */
async function giveUpAtProvider(tx: Transaction, paymentId: string, reference: string, at: Date): Promise<void> {
  const { payments } = tx.tables;
  const givenUp = await tx
    .update(payments)
    .set({ reference, updatedAt: at })
    .where(and(eq(payments.id, paymentId), isWaitingForLastWord(payments)))
    .returning({ id: payments.id });
  if (givenUp.length > 0) enqueue(tx, orderJobs.cancelPayment, { paymentId });
}
