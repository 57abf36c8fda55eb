import type { UserContext } from '@cartwright/kernel/context';
import type { EventStream } from '@cartwright/kernel/subscriptions';
import { follow } from './follow.ts';
import type { FollowOrdersInput, OrderUpdate } from './schema.ts';

/**
 * Follows the events of the caller's orders, including those placed while the stream is open.
 *
 * @throws TOO_MANY_STREAMS
 */
export function followOwnOrders(
  ctx: UserContext,
  { lastEventId }: FollowOrdersInput,
  signal: AbortSignal | undefined,
): Promise<EventStream<OrderUpdate>> {
  return follow(ctx, { subject: { customerId: ctx.signedIn.user.id }, lastEventId, signal });
}
