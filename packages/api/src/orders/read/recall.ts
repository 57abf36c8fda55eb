import type { Recall } from '@cartwright/kernel/idempotency';
import type { OrderContext } from '../context.ts';
import type { Order } from '../schema.ts';
import { findOwnOrder } from './find-order.ts';
import { readOrder } from './read.ts';
import type { Viewer } from './to-order.ts';

/**
 * Makes a replay return the order as it is now. The key stores only the order's id, so that no address needs to be
 * erased there.
 *
 * @param viewer the role in which the caller reads the order; `own` derives it from the order's owner
 */
export function recallOrder(ctx: OrderContext, viewer: Viewer | 'own'): Recall<Order> {
  const { read } = ctx.shop.db;
  return {
    mark: ({ id }) => id,
    async read(id) {
      if (id === null) throw new Error('The key of an order has no order.');
      return readOrder(ctx.shop, read, id, viewer === 'own' ? (await findOwnOrder(ctx, read, id)).by : viewer);
    },
  };
}
