import type { Transaction } from '@cartwright/db';
import { type Actor, jobActor } from '@cartwright/kernel/actor';
import { newId } from '@cartwright/kernel/ids';
import { enqueue, type JobContext } from '@cartwright/kernel/jobs';
import type { Shop } from '@cartwright/kernel/shop';
import { and, eq, sql } from 'drizzle-orm';
import { orderFailures } from '../errors.ts';
import { actorOfEvent } from '../events/facts.ts';
import { recordEvents } from '../events/record.ts';
import { orderJobs } from '../jobs.ts';
import type { Mover } from '../lifecycle/transitions.ts';
import { readAdjustments, toAdjustment } from '../read/priced-rows.ts';
import { readRefunds } from './read-refunds.ts';
import { recordRefund } from './record-refund.ts';
import { type RefundLine, refundedInAll, type Tax, taxesInAmount, taxesOf } from './refund-amount.ts';

export interface RefundRequest {
  readonly orderId: string;
  /** The amount from each payment in minor units, with the provider's id of a refund that was made there. */
  readonly parts: readonly { readonly paymentId: string; readonly amount: number; readonly reference?: string }[];
  /** The parts of the amount that belong to lines. */
  readonly lines?: readonly RefundLine[];
  /** The part of the amount that is for shipping. */
  readonly shipping?: number;
  /** The return that the refund is for. */
  readonly returnId?: string;
  readonly reason: string | null;
  readonly by?: Mover;
  readonly actor: Actor;
  readonly at: Date;
}

/**
 * Reserves money for a refund and queues one job for each payment. The guarded update of a payment keeps all refunds
 * together within the captured amount.
 *
 * @throws REFUND_TOO_LARGE
 */
export async function requestRefund(tx: Transaction, request: RefundRequest): Promise<void> {
  const { refundRequests, refundLines, refunds } = tx.tables;
  const { orderId, parts, lines = [], shipping = 0, returnId = null, reason, actor, at } = request;
  for (const part of parts) await setAside(tx, part, at);
  const requestId = newId();
  const amount = parts.reduce((sum, part) => sum + part.amount, 0);
  const tax = await taxesOfRest(tx, orderId, amount, lines);
  const row = { id: requestId, orderId, returnId, amount, shipping, tax, reason, actor, createdAt: at };
  await tx.insert(refundRequests).values(row);
  if (lines.length > 0) {
    const rows = lines.map((line) => ({
      requestId,
      position: line.position,
      quantity: line.quantity,
      amount: line.amount,
      fee: line.fee,
      tax: line.taxes,
    }));
    await tx.insert(refundLines).values(rows);
  }
  const attempts = parts.map(({ paymentId, amount: ofPayment, reference = null }) => ({
    id: newId(),
    requestId,
    orderId,
    paymentId,
    amount: ofPayment,
    reference,
    createdAt: at,
    updatedAt: at,
    status: 'created' as const,
  }));
  await tx.insert(refunds).values(attempts);
  const event = { orderId, subjectId: requestId, actor: actorOfEvent(request), createdAt: at };
  await recordEvents(tx, { ...event, type: 'refund_requested', data: { amount } });
  for (const { id } of attempts) enqueue(tx, orderJobs.refundPayment, { refundId: id });
}

/** The tax in the part of a refund that belongs to no line, such as an amount that an admin chose, or shipping. */
async function taxesOfRest(
  tx: Transaction,
  orderId: string,
  amount: number,
  lines: readonly RefundLine[],
): Promise<Tax[]> {
  const rest = amount - lines.reduce((sum, line) => sum + line.amount, 0);
  if (rest === 0) return [];
  const { orders } = tx.tables;
  const [order] = await tx.select({ paid: orders.total }).from(orders).where(eq(orders.id, orderId));
  const taxes = taxesOf((await readAdjustments(tx, [orderId])).map(toAdjustment));
  const asked = { amount: amount - rest, failed: 0, shipping: 0, lines, taxes: [] };
  const before = refundedInAll([...(await readRefunds(tx, orderId)), asked]);
  return taxesInAmount({ paid: order?.paid ?? 0, taxes }, before, rest);
}

async function setAside(
  tx: Transaction,
  { paymentId, amount }: { paymentId: string; amount: number },
  at: Date,
): Promise<void> {
  const { payments } = tx.tables;
  const [payment] = await tx
    .update(payments)
    .set({ refunded: sql`${payments.refunded} + ${amount}`, updatedAt: at })
    .where(and(eq(payments.id, paymentId), sql`${payments.refunded} + ${amount} <= ${payments.captured}`))
    .returning({ id: payments.id });
  if (payment) return;
  const [row] = await tx.select().from(payments).where(eq(payments.id, paymentId));
  throw orderFailures.REFUND_TOO_LARGE({ amount, refundable: row ? row.captured - row.refunded : 0 });
}

/** Carries out one refund at its provider and records the answer. */
export async function executeRefund({ shop }: JobContext, refundId: string): Promise<void> {
  const refund = await findOpenRefund(shop, refundId);
  if (!refund) return;
  const provider = shop.paymentProviders.get(refund.provider);
  if (!provider) throw new Error(`There is no payment provider ${refund.provider}.`);
  const { reference, payment, amount, currency } = refund;
  const state = await provider.refund({ refundId, reference, payment, amount, currency });
  await recordRefund(shop, refundId, state, jobActor(orderJobs.refundPayment));
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
