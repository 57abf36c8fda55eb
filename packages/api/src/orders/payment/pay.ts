import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import { and, eq } from 'drizzle-orm';
import { refuseUnknownMethod } from '../checkout/payment-methods.ts';
import type { OrderContext } from '../context.ts';
import { orderFailures } from '../errors.ts';
import { recordEvents } from '../events/record.ts';
import { moveOrder, requireTransition } from '../lifecycle/move.ts';
import { findOwnOrder, lockOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { Order, PayOrderInput } from '../schema.ts';
import { voidOpenPayments } from './settle-payments.ts';
import { startPayment } from './start-payment.ts';

/** The attempts that one order takes, so that reading its payments stays cheap. */
const mostAttempts = 100;

/**
 * Pays an order again after a failed attempt or one that waits for the customer, until the order expires. An attempt
 * that is being charged must be answered first.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION, PAYMENT_TOO_LATE, PAYMENT_IN_PROGRESS, VALIDATION
 */
export async function payOrder(ctx: OrderContext, input: PayOrderInput): Promise<Order> {
  const { id, payment } = input;
  refuseUnknownMethod(ctx, payment.method);
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'customer') }, async (tx) => {
    const { orders, payments } = tx.tables;
    const { by } = await findOwnOrder(ctx, tx, id);
    if (by !== 'customer') throw kernelFailures.NOT_FOUND({});
    const at = ctx.shop.clock.now();
    // The lock makes the second of two concurrent calls see the attempt of the first.
    const order = await lockOrder(tx, id);
    const attempts = await tx
      .select({ action: payments.action })
      .from(payments)
      .where(and(eq(payments.orderId, id), eq(payments.status, 'created')));
    await requireTransition(tx, order, 'confirmed', 'system', 'customer');
    const { expiresAt } = order;
    if (expiresAt !== null && expiresAt <= at) throw orderFailures.PAYMENT_TOO_LATE({ expiresAt });
    if (attempts.some(({ action }) => action === null)) throw orderFailures.PAYMENT_IN_PROGRESS({});
    if ((await tx.$count(payments, eq(payments.orderId, id))) >= mostAttempts) {
      const message = `An order takes at most ${mostAttempts} payment attempts. Cancel it and place a new order.`;
      throw kernelFailures.VALIDATION({ issues: [{ path: 'payment', message, code: 'too_big' }] });
    }
    await tx.update(orders).set({ paymentMethod: payment.method }).where(eq(orders.id, id));
    await voidOpenPayments(tx, id, at);
    await recordEvents(tx, { orderId: id, type: 'payment_started', actor: 'customer', data: {}, createdAt: at });
    await tx.insert(payments).values(startPayment(tx, { orderId: id, amount: order.total, payment, at }));
    if (payment.method === 'cod') await moveOrder(tx, id, 'confirmed', { by: 'system', actor: 'customer', at });
    return readOrder(ctx.shop, tx, id, 'customer');
  });
}
