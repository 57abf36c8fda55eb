import type { OwnerContext } from '@cartwright/kernel/context';
import type { EventStream } from '@cartwright/kernel/subscriptions';
import { findOwnOrder } from '../read/find-order.ts';
import { follow } from './follow.ts';
import type { FollowOrderInput, OrderUpdate } from './schema.ts';

/**
 * Follows the events of one order, for its owner, the holder of its token, and admins. For other callers the order does not exist.
 *
 * @throws NOT_FOUND, TOO_MANY_STREAMS
 */
export function followOrder(
  ctx: OwnerContext,
  { id, lastEventId }: FollowOrderInput,
  signal: AbortSignal | undefined,
): Promise<EventStream<OrderUpdate>> {
  return follow(ctx, {
    subject: { orderId: id },
    lastEventId,
    signal,
    admit: async (signedIn) => void (await findOwnOrder({ ...ctx, signedIn }, ctx.shop.db.read, id)),
  });
}
