import type { Context } from '@cartwright/kernel/context';
import { failureOf } from '@cartwright/kernel/failure-of';
import type { Failure } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { heartbeatMilliseconds } from '@cartwright/kernel/streams';
import type { EventStream } from '@cartwright/kernel/subscriptions';
import type { AppContext } from '../request.ts';
import { isUnforeseen, noteUnsent } from '../unsent.ts';
import type { Dialect, StreamedEvent } from './dialects.ts';

const headers = {
  'content-type': 'text/event-stream',
  // Proxies must neither store nor buffer the stream.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * Responds with server-sent events. Reads the next event after the client took the last one, so that nothing piles up
 * for a slow client.
 *
 * @param ctx the context of the call, which tells when its client's position is void
 * @param open opens the events until its signal aborts, which means that the client has gone
 * @throws the failures of `open`
 */
export async function respondWithEvents(
  c: AppContext,
  { shop, reply }: { readonly shop: Pick<Shop, 'log' | 'metrics'>; readonly reply: Context['reply'] },
  dialect: Dialect,
  open: (left: AbortSignal) => Promise<unknown>,
): Promise<Response> {
  const left = new AbortController();
  const leave = () => left.abort();
  c.req.raw.signal.addEventListener('abort', leave, { once: true });
  const iterator = toEvents(await open(left.signal))[Symbol.asyncIterator]();
  // No client would read the body.
  if (c.req.method === 'HEAD') leave();
  const facts = { requestId: c.get('requestId'), procedure: c.get('procedure') };
  const note = (error: unknown) => noteUnsent(shop, facts, error);
  return new Response(c.req.method === 'HEAD' ? null : bodyOf(iterator, { dialect, reply, leave, note }), { headers });
}

/** A stream with one event: the failure. */
export function refusedStream(dialect: Dialect, failure: Failure): Response {
  return new Response(dialect.problem(failure), { headers });
}

interface BodyParts {
  readonly dialect: Dialect;
  readonly reply: Context['reply'];
  /** Ends the events, because the client has gone. */
  readonly leave: () => void;
  readonly note: (error: unknown) => void;
}

function bodyOf(
  iterator: AsyncIterator<readonly [id: string, event: StreamedEvent, ...rest: unknown[]], void>,
  { dialect, reply, leave, note }: BodyParts,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;
  return new ReadableStream(
    {
      start(controller) {
        reply.reset = () => controller.enqueue(encoder.encode(dialect.reset));
        controller.enqueue(encoder.encode(dialect.opening));
      },
      async pull(controller) {
        const write = (text: string) => controller.enqueue(encoder.encode(text));
        heartbeat ??= setInterval(() => {
          // The client has not taken the earlier data yet.
          if (controller.desiredSize === 0) write(dialect.heartbeat);
        }, heartbeatMilliseconds).unref();
        try {
          const { done, value } = await iterator.next();
          if (!done) return write(dialect.event(value[0], value[1]));
          write(comeBack());
        } catch (error) {
          const isCutOff = (error as Error).name === 'AbortError';
          if (!isCutOff && isUnforeseen(error)) note(error);
          write(isCutOff ? comeBack() : dialect.problem(failureOf(error)));
        }
        clearInterval(heartbeat);
        controller.close();
      },
      cancel() {
        clearInterval(heartbeat);
        leave();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Sends clients that were cut off back after random delays, because all were cut off at the same time. */
function comeBack(): string {
  return `retry: ${Math.round(500 + Math.random() * 3_000)}\n\n`;
}

/** Casts the result of a subscription, which `operationsOf` guarantees. */
function toEvents(answer: unknown): EventStream<StreamedEvent> {
  return answer as EventStream<StreamedEvent>;
}
