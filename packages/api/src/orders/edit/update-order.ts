import { actorOf } from '@cartwright/kernel/actor';
import { recordAudit } from '@cartwright/kernel/audit';
import type { UserContext } from '@cartwright/kernel/context';
import { readOrder } from '../read/read.ts';
import type { Order, UpdateOrderInput } from '../schema.ts';
import { correctOrder } from './correct.ts';

/**
 * Corrects the addresses of any order for an admin, before its goods leave. The audit log names the fields and not
 * their values, because it cannot be erased.
 *
 * @throws NOT_FOUND, STALE_VERSION, ALREADY_SHIPPED, NEEDS_EDIT
 */
export function updateOrder(ctx: UserContext, input: UpdateOrderInput): Promise<Order> {
  const { shop } = ctx;
  return shop.db.transact(async (tx) => {
    const { order, fields } = await correctOrder(tx, input, { actor: actorOf(ctx), at: shop.clock.now() });
    if (fields.length > 0) {
      recordAudit(tx, ctx, {
        target: { type: 'order', id: order.id, label: order.number },
        before: { version: order.version },
        after: { version: order.version + 1, corrected: fields },
      });
    }
    return readOrder(shop, tx, input.id, 'admin');
  });
}
