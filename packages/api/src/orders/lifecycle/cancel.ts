import { actorOfOwner } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import { idempotently } from '@cartwright/kernel/idempotency';
import { eq, sql } from 'drizzle-orm';
import type { OrderContext } from '../context.ts';
import { findOwnOrder, lockOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { CancelOrderInput, Order } from '../schema.ts';
import { cancelRest, isPartlyOut } from './cancel-rest.ts';
import { moveOf, moveOrder, refuseOtherReason } from './move.ts';

/**
 * Cancels an order that is not shipped: releases its stock and refunds its money. Of an order that is shipped in part,
 * an admin cancels the rest. Counts a customer's own cancellations. A cancelled order is returned unchanged, unless the
 * call gives another reason.
 *
 * @throws NOT_FOUND, INVALID_TRANSITION
 */
export function cancelOrder(ctx: OrderContext, input: CancelOrderInput): Promise<Order> {
  const { id, reason } = input;
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'own') }, async (tx) => {
    const { by } = await findOwnOrder(ctx, tx, id);
    const order = await lockOrder(tx, id);
    const { signedIn } = ctx;
    const request = { by, actor: actorOfOwner(ctx), at: ctx.shop.clock.now(), reason };
    if (signedIn && by === 'admin' && (await isPartlyOut(tx, order))) {
      await cancelRest({ ...ctx, signedIn }, tx, order, request);
      return readOrder(ctx.shop, tx, id, by);
    }
    const from = await moveOrder(tx, id, 'cancelled', request);
    if (from && signedIn?.user.role === 'admin') {
      recordAudit(tx, { ...ctx, signedIn }, { ...moveOf(order, from, 'cancelled'), reason });
    }
    if (from && by === 'customer' && order.userId !== null && order.userId === signedIn?.user.id) {
      const { users } = tx.tables;
      await tx
        .update(users)
        .set({ cancelledOrders: sql`${users.cancelledOrders} + 1` })
        .where(eq(users.id, order.userId));
    }
    const cancelled = await readOrder(ctx.shop, tx, id, by);
    await refuseOtherReason(tx, cancelled, reason, by);
    return cancelled;
  });
}
