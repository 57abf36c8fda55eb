import { actorOfOwner } from '@cartwright/kernel/actor';
import { kernelFailures } from '@cartwright/kernel/failures';
import { idempotently } from '@cartwright/kernel/idempotency';
import type { OrderContext } from '../context.ts';
import { findOwnOrder, lockOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import { recallOrder } from '../read/recall.ts';
import type { Order } from '../schema.ts';
import { openReturn } from './open.ts';
import type { RequestReturnInput } from './schema.ts';

/**
 * Requests a return of shipped goods of the caller's own order, or withdraws from the purchase.
 *
 * @throws NOT_FOUND, NOTHING_TO_RETURN, WITHDRAWAL_OVER, VALIDATION
 */
export function requestReturn(ctx: OrderContext, input: RequestReturnInput): Promise<Order> {
  const { shop } = ctx;
  return idempotently(ctx, { input, recall: recallOrder(ctx, 'own') }, async (tx) => {
    const { by } = await findOwnOrder(ctx, tx, input.id);
    if (by !== 'customer') throw kernelFailures.NOT_FOUND({});
    const order = await lockOrder(tx, input.id);
    await openReturn(shop, tx, order, input, { by, actor: actorOfOwner(ctx), at: shop.clock.now() });
    return readOrder(shop, tx, order.id, by);
  });
}
