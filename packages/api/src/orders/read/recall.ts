import type { UserContext } from '../../kernel/context.ts';
import type { Recall } from '../../kernel/idempotency.ts';
import type { Order } from '../schema.ts';
import { findOwnOrder } from './find-order.ts';
import { readOrder } from './read.ts';
import type { Viewer } from './to-order.ts';

/**
 * How a replay answers that was about an order: with the order as it is now. Nothing of it is stored with the key, so
 * that an erasure of the customer finds no address there.
 *
 * @param viewer as whom the caller reads it; `own` looks whether it is the caller's
 */
export function recallOrder(ctx: UserContext, viewer: Viewer | 'own'): Recall<Order> {
  const { read } = ctx.shop.db;
  return {
    mark: ({ id }) => id,
    async read(id) {
      if (id === null) throw new Error('The key of an order has no order.');
      return readOrder(ctx.shop, read, id, viewer === 'own' ? (await findOwnOrder(ctx, read, id)).by : viewer);
    },
  };
}
