import type { UserContext } from '@cartwright/kernel/context';
import type { EventStream } from '@cartwright/kernel/subscriptions';
import { follow } from './follow.ts';
import type { FollowOrdersInput, OrderUpdate } from './schema.ts';

/** Follows the events of all orders. @throws TOO_MANY_STREAMS */
export function followOrders(
  ctx: UserContext,
  { lastEventId }: FollowOrdersInput,
  signal: AbortSignal | undefined,
): Promise<EventStream<OrderUpdate>> {
  return follow(ctx, { lastEventId, signal });
}
