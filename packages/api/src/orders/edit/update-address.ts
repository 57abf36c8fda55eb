import { kernelFailures } from '@cartwright/kernel/failures';
import type { OrderContext } from '../context.ts';
import { findOwnOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import type { Order, UpdateAddressInput } from '../schema.ts';
import { correctOrder } from './correct.ts';

/**
 * Corrects the addresses of the caller's own order, before its goods leave.
 *
 * @throws NOT_FOUND, STALE_VERSION, ALREADY_SHIPPED, NEEDS_EDIT
 */
export function updateAddress(ctx: OrderContext, input: UpdateAddressInput): Promise<Order> {
  const { shop } = ctx;
  return shop.db.transact(async (tx) => {
    const { by } = await findOwnOrder(ctx, tx, input.id);
    if (by !== 'customer') throw kernelFailures.NOT_FOUND({});
    await correctOrder(tx, input, { actor: 'customer', at: shop.clock.now() });
    return readOrder(shop, tx, input.id, 'customer');
  });
}
