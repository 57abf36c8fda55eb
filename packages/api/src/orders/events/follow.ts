import { actorOfCaller } from '@cartwright/kernel/actor';
import type { Caller, OwnerContext, UserContext } from '@cartwright/kernel/context';
import { failureOf } from '@cartwright/kernel/failure-of';
import { asTrpcError } from '@cartwright/kernel/failures';
import { idempotencyScope } from '@cartwright/kernel/idempotency-keys';
import { networkOf } from '@cartwright/kernel/networks';
import type { OpenStream, StreamClient } from '@cartwright/kernel/streams';
import { cutOff, type EventStream, identified } from '@cartwright/kernel/subscriptions';
import { numberOf } from './event-id.ts';
import { feedOf, type OrderFeed, type Page } from './feed.ts';
import type { Follower } from './follower.ts';
import { isStillThere, type Subject } from './read.ts';
import type { OrderUpdate } from './schema.ts';

/** How long an open stream relies on its caller's access without a notification of a change. */
const recheckMilliseconds = 10_000;
/** The interval between attempts while the database does not answer. */
const outageMilliseconds = 1_000;

/** The context of a stream: a signed-in caller, or a guest with the token of an order. */
type StreamContext = UserContext | OwnerContext;

export interface Following {
  /** The orders to follow; all orders if left out. */
  readonly subject?: Subject;
  readonly lastEventId: string | undefined;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal | undefined;
  /** Rejects if the caller may call the procedure but may not follow this order. */
  admit?(caller: Caller | null): Promise<void>;
}

/**
 * Opens a stream of the order events after `lastEventId`, or from the newest event on. It reads more events only after
 * the client took the last. It ends when its caller loses access. If the database lost the client's position, it tells
 * the client by `reply.reset` and continues with the newest event.
 *
 * @throws UNAVAILABLE, TOO_MANY_STREAMS, and the failures of `admit`
 */
export async function follow(ctx: StreamContext, following: Following): Promise<EventStream<OrderUpdate>> {
  await following.admit?.(ctx.signedIn);
  const stream = ctx.shop.streams.open(streamClient(ctx), following.signal);
  try {
    const feed = feedOf(ctx.shop);
    const follower = await feed.join(following.subject ?? {}, ctx.signedIn?.user.id, stream.signal);
    const first = await firstPage(ctx, feed, following);
    return updates(ctx, following, { feed, follower, stream, first });
  } catch (error) {
    stream.end();
    throw error;
  }
}

function streamClient(ctx: StreamContext): StreamClient {
  const { signedIn, request } = ctx;
  return {
    // A guest counts as the order of its token.
    callerId: signedIn ? actorOfCaller(signedIn) : (idempotencyScope(ctx) ?? networkOf(request.ip)),
    network: networkOf(request.ip),
    isAdmin: signedIn?.user.role === 'admin',
  };
}

/** An unknown id, such as one from before a backup was restored, counts as no id. */
async function firstPage(
  { shop, request }: StreamContext,
  feed: OrderFeed,
  { lastEventId, subject = {} }: Following,
): Promise<Page> {
  if (lastEventId === undefined) return feed.readNewest(subject);
  const { generation } = feed;
  const isKnown = lastEventId === beginning || (await isStillThere(shop, lastEventId));
  if (isKnown) return { updates: [], upTo: numberOf(lastEventId), generation };
  const message = 'a stream begins with the newest event: its client names an event that the database does not have';
  shop.log.info({ requestId: request.requestId, lastEventId }, message);
  return feed.readAgain(subject);
}

/** The position before the first event, in place of an id. */
const beginning = '0';

interface Parts {
  readonly feed: OrderFeed;
  readonly follower: Follower;
  readonly stream: OpenStream;
  readonly first: Page;
}

async function* updates(
  ctx: StreamContext,
  following: Following,
  { feed, follower, stream, first }: Parts,
): EventStream<OrderUpdate> {
  const { clock, log } = ctx.shop;
  let checkedAt = clock.now().getTime();
  let checkedDoubts = 0;
  async function recheck(): Promise<void> {
    const now = clock.now().getTime();
    const { accessChecks } = follower;
    if (accessChecks === checkedDoubts && now - checkedAt < recheckMilliseconds) return;
    const caller = await ctx.readmit();
    await following.admit?.(caller);
    checkedAt = now;
    checkedDoubts = accessChecks;
  }
  /** Retries while the database is away, because all clients would reconnect at once if their streams ended. */
  async function insist<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      if (stream.signal.aborted) throw cutOff();
      try {
        return await work();
      } catch (error) {
        if (failureOf(error).code !== 'UNAVAILABLE') throw error;
        await follower.wait(outageMilliseconds);
      }
    }
  }

  try {
    for (let page = first; ; page = await insist(() => feed.read(page, following.subject ?? {}))) {
      const isNews = page === first || page.isReset === true || page.updates.length > 0;
      if (!isNews) await follower.wait(recheckMilliseconds);
      await insist(recheck);
      if (page.isReset) ctx.reply.reset?.();
      for (const { update } of page.updates) {
        yield identified(update);
        await insist(recheck);
      }
    }
  } catch (error) {
    if (stream.signal.aborted) throw cutOff();
    const failure = failureOf(error);
    if (failure.code === 'INTERNAL') log.error({ requestId: ctx.request.requestId, err: error }, 'stream failed');
    throw asTrpcError(failure);
  } finally {
    stream.end();
  }
}
