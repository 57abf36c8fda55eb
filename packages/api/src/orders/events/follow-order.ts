import type { UserContext } from '@cartwright/kernel/context';
import { kernelFailures } from '@cartwright/kernel/failures';
import type { EventStream } from '@cartwright/kernel/subscriptions';
import { eq } from 'drizzle-orm';
import { follow } from './follow.ts';
import type { FollowOrderInput, OrderUpdate } from './schema.ts';

/**
 * Follows the events of one order, for its owner and for admins. For other callers the order does not exist.
 *
 * @throws NOT_FOUND, TOO_MANY_STREAMS
 */
export function followOrder(
  ctx: UserContext,
  { id, lastEventId }: FollowOrderInput,
  signal: AbortSignal | undefined,
): Promise<EventStream<OrderUpdate>> {
  return follow(ctx, {
    subject: { orderId: id },
    lastEventId,
    signal,
    async admit({ user }) {
      const { read, tables } = ctx.shop.db;
      const { orders } = tables;
      const [order] = await read.select({ userId: orders.userId }).from(orders).where(eq(orders.id, id));
      if (!order || (order.userId !== user.id && user.role !== 'admin')) throw kernelFailures.NOT_FOUND({});
    },
  });
}
