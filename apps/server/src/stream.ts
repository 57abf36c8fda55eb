import type { Operation, Shop } from '@cartwright/api';
import { noteUnsent } from './unsent.ts';

/** Whether an operation has answered with a text in pieces, as its meta says it does. */
export function isStream({ meta }: Operation, _answer: unknown): _answer is AsyncIterable<string> {
  return meta.streams !== undefined;
}

/**
 * Answers with a text that comes in pieces, each made when the client has taken the one before. A client that leaves
 * ends the making. Nothing may compress it, which would wait for more before it passes a piece on.
 *
 * The first piece is waited for: what fails before it rejects here, and can still be answered as a problem.
 */
export async function streamedResponse(
  pieces: AsyncIterable<string>,
  headers: Record<string, string>,
  { shop, requestId }: { shop: Pick<Shop, 'log' | 'metrics'>; requestId: string },
): Promise<Response> {
  const iterator = pieces[Symbol.asyncIterator]();
  let next = await iterator.next();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (next.done) {
          controller.close();
          return;
        }
        controller.enqueue(encoder.encode(next.value));
        try {
          next = await iterator.next();
        } catch (error) {
          noteUnsent(shop, { requestId }, error);
          throw error;
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'cache-control': 'no-store, no-transform', ...headers } });
}
