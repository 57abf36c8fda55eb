import type { Transaction } from '@cartwright/db';
import { enqueue } from '@cartwright/kernel/jobs';
import { and, eq, gt, inArray } from 'drizzle-orm';
import { orderJobs } from '../jobs.ts';
import type { MoveRequest } from '../lifecycle/move-request.ts';
import type { Transition } from '../lifecycle/transitions.ts';
import { findOrder } from '../read/find-order.ts';
import { requestRefund } from '../refund/refund.ts';
import { planRefund } from '../refund/refund-plan.ts';
import { makeTaxDue } from '../tax/due.ts';
import { owedFor } from './owed.ts';

/** Applies a move's effect to the money of an order. */
export async function settlePayments(
  tx: Transaction,
  orderId: string,
  effect: Transition['payment'],
  request: Pick<MoveRequest, 'by' | 'actor' | 'at' | 'reason'>,
): Promise<void> {
  switch (effect) {
    case 'keep':
      return;
    case 'void':
      await voidOpenPayments(tx, orderId, request.at);
      return;
    case 'refund':
      await voidOpenPayments(tx, orderId, request.at);
      await refundWhatIsLeft(tx, orderId, request);
      return;
    case 'collect':
      await captureOnDelivery(tx, orderId, request.at);
  }
}

/** Voids open attempts, and cancels those that their provider knows there too. */
export async function voidOpenPayments(tx: Transaction, orderId: string, at: Date): Promise<void> {
  const { payments } = tx.tables;
  const voided = await tx
    .update(payments)
    .set({ status: 'voided', token: null, action: null, updatedAt: at })
    .where(and(eq(payments.orderId, orderId), inArray(payments.status, ['created', 'authorised'])))
    .returning({ id: payments.id, reference: payments.reference });
  for (const { id, reference } of voided) {
    if (reference !== null) enqueue(tx, orderJobs.cancelPayment, { paymentId: id });
  }
}

async function refundWhatIsLeft(
  tx: Transaction,
  orderId: string,
  { by, actor, at, reason }: Parameters<typeof settlePayments>[3],
): Promise<void> {
  const { payments } = tx.tables;
  const isLeft = and(eq(payments.orderId, orderId), gt(payments.captured, payments.refunded));
  if ((await tx.$count(payments, isLeft)) === 0) return;
  const plan = await planRefund(tx, await findOrder(tx, orderId), 'everything');
  await requestRefund(tx, { orderId, ...plan, reason: reason ?? null, by, actor, at });
}

async function captureOnDelivery(tx: Transaction, orderId: string, at: Date): Promise<void> {
  const { payments } = tx.tables;
  const order = await findOrder(tx, orderId);
  const captured = await owedFor(tx, order);
  const collected = await tx
    .update(payments)
    .set({ status: 'captured', captured, updatedAt: at })
    .where(and(eq(payments.orderId, orderId), eq(payments.provider, 'cod'), eq(payments.status, 'created')))
    .returning({ id: payments.id });
  if (collected.length > 0 && captured > 0) await makeTaxDue(tx, order, at);
}
