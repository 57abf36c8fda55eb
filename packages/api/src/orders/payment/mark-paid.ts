import type { Transaction } from '@cartwright/db';
import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { idempotently } from '@cartwright/kernel/idempotency';
import { newId } from '@cartwright/kernel/ids';
import { and, eq } from 'drizzle-orm';
import type { MarkPaidInput } from '../admin-schema.ts';
import { orderFailures } from '../errors.ts';
import { recordEvents } from '../events/record.ts';
import { moveOrder } from '../lifecycle/move.ts';
import { findOrder, lockOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { OrderRow } from '../read/to-order.ts';
import type { Order, OrderStatus } from '../schema.ts';
import { makeTaxDue } from '../tax/due.ts';
import { owedFor } from './owed.ts';
import { voidOpenPayments } from './settle-payments.ts';

/**
 * Records a payment from outside the shop, such as a bank transfer. A pending order is confirmed. An order with cash on
 * delivery counts as paid.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION, ALREADY_PAID
 */
export function markOrderPaid(ctx: UserContext, input: MarkPaidInput): Promise<Order> {
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'admin') }, async (tx) => {
    const { payments } = tx.tables;
    const { id } = input;
    const order = await lockOrder(tx, id);
    const isCaptured = and(eq(payments.orderId, id), eq(payments.status, 'captured'));
    const isPaid = order.status !== 'pending' && (await tx.$count(payments, isCaptured)) > 0;
    if (isPaid && order.status !== 'cancelled') throw orderFailures.ALREADY_PAID({});
    if (isOnDelivery.has(order.status)) await recordByHand(ctx, tx, order, { ...input, from: order.status });
    else await confirmPaid(ctx, tx, input);
    return readOrder(ctx.shop, tx, id, 'admin');
  });
}

/** The statuses of an unpaid order with cash on delivery. */
const isOnDelivery: ReadonlySet<OrderStatus> = new Set(['confirmed', 'processing', 'shipped']);

/** Confirms a pending order that was paid outside the shop. A confirmed order stays unchanged. */
export async function confirmPaid(ctx: UserContext, tx: Transaction, input: MarkPaidInput): Promise<void> {
  const order = await findOrder(tx, input.id);
  const request = { by: 'admin', actor: actorOf(ctx), at: ctx.shop.clock.now() } as const;
  const from = await moveOrder(tx, order.id, 'confirmed', request);
  if (from) await recordByHand(ctx, tx, { ...order, status: 'confirmed' }, { ...input, from });
}

/** Records money from outside the shop, and voids every open attempt. */
async function recordByHand(
  ctx: UserContext,
  tx: Transaction,
  order: OrderRow,
  { from, reference }: MarkPaidInput & { from: OrderStatus },
): Promise<void> {
  const { payments } = tx.tables;
  const { id, number, status, total } = order;
  const at = ctx.shop.clock.now();
  const actor = actorOf(ctx);
  const amount = await owedFor(tx, { id, total });
  recordAudit(tx, ctx, {
    target: { type: 'order', id, label: number },
    before: { status: from },
    // The reference is left out, because it may name the customer.
    after: { status, paid: amount },
  });
  await voidOpenPayments(tx, id, at);
  const paymentId = newId();
  await tx.insert(payments).values({
    id: paymentId,
    orderId: id,
    provider: 'manual',
    status: 'captured',
    amount,
    captured: amount,
    reference: reference ?? null,
    createdAt: at,
    updatedAt: at,
  });
  const event = { orderId: id, subjectId: paymentId, type: 'paid', actor, createdAt: at } as const;
  await recordEvents(tx, { ...event, data: { amount } });
  await makeTaxDue(tx, order, at);
}
