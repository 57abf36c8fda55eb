import type { Transaction } from '@cartwright/db';
import { recordAudit } from '../kernel/audit.ts';
import { actorOf, type UserContext } from '../kernel/context.ts';
import { idempotently } from '../kernel/idempotency.ts';
import { newId } from '../kernel/ids.ts';
import type { MarkPaidInput } from './admin-schema.ts';
import { recordEvents } from './events/record.ts';
import { findOrder } from './find-order.ts';
import { moveOrder } from './move.ts';
import { readOrder } from './read.ts';
import { recallOrder } from './recall.ts';
import type { Order } from './schema.ts';
import { voidOpenPayments } from './settle-payments.ts';

/**
 * Records that an order was paid outside the shop, such as by bank transfer, and confirms it.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION
 */
export function markOrderPaid(ctx: UserContext, input: MarkPaidInput): Promise<Order> {
  return idempotently(
    ctx,
    { procedure: 'admin.orders.markPaid', input, recall: recallOrder(ctx, 'admin') },
    async (tx) => {
      await markPaidIn(ctx, tx, input);
      return readOrder(ctx.shop, tx, input.id, 'admin');
    },
  );
}

export async function markPaidIn(ctx: UserContext, tx: Transaction, { id, reference }: MarkPaidInput): Promise<void> {
  const { payments } = tx.tables;
  const at = ctx.shop.clock.now();
  const actor = actorOf(ctx);
  const { total, number } = await findOrder(tx, id);
  const from = await moveOrder(tx, id, 'confirmed', { by: 'admin', actor, at });
  if (!from) return;
  recordAudit(tx, ctx, {
    target: { type: 'order', id, label: number },
    before: { status: from },
    // Without the reference, which may name the customer.
    after: { status: 'confirmed', paid: total },
  });

  await voidOpenPayments(tx, id, at);
  const paymentId = newId();
  await tx.insert(payments).values({
    id: paymentId,
    orderId: id,
    provider: 'manual',
    status: 'captured',
    amount: total,
    captured: total,
    reference: reference ?? null,
    createdAt: at,
    updatedAt: at,
  });
  const event = { orderId: id, subjectId: paymentId, type: 'paid', actor, createdAt: at };
  await recordEvents(tx, { ...event, data: { amount: total } });
}
