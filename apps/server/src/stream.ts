import type { Shop } from '@cartwright/kernel/shop';
import { noteUnsent } from './unsent.ts';

/**
 * Responds with a stream of text. Reads each piece after the client took the one before, and stops when the client
 * leaves. Compression is off, because it would delay the pieces.
 *
 * Waits for the first piece, so that an earlier failure rejects here and becomes a problem document.
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
