import { kernelFailures } from '@cartwright/kernel/failures';
import type { Recall } from '@cartwright/kernel/idempotency';
import type { Shop } from '@cartwright/kernel/shop';
import { orderTokenOf } from '../order-token.ts';
import { findOrder } from '../read/find-order.ts';
import { readOrder } from '../read/read.ts';
import type { PlacedOrder } from '../schema.ts';

/**
 * Makes a replay by a cart token return the guest's order as it is now, so that no address needs to be erased under the
 * key. A client that was signed in when it placed the order has to sign in again.
 */
export function recallPlaced(shop: Shop): Recall<PlacedOrder> {
  const { read } = shop.db;
  return {
    mark: ({ id }) => id,
    async read(id) {
      if (id === null) throw new Error('The key of an order has no order.');
      const row = await findOrder(read, id);
      if (row.guestNetwork === null) throw kernelFailures.UNAUTHENTICATED({ reason: 'missing' });
      const orderToken = orderTokenOf(shop, row);
      return { ...(await readOrder(shop, read, id, 'customer')), ...(orderToken !== undefined && { orderToken }) };
    },
  };
}
