import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Shop } from '@cartwright/kernel/shop';
import type { MiddlewareHandler } from 'hono';
import { logAccess } from '../access-log.ts';
import { codingOf, compressedBefore } from '../compression/compress.ts';
import type { Coding } from '../compression/negotiate.ts';
import { headersOfAnswer } from '../headers.ts';
import type { clientLimit } from '../limits/client-limit.ts';
import { requestIdOf, type Variables } from '../request.ts';
import { codedEtag, heldEtag } from './etag.ts';
import type { Answer } from './kept-answers.ts';
import { noteHit, type ReadCache } from './read-cache.ts';

/** The headers that differ between responses. All other headers are the same for every cached response. */
const ofOne = new Set([
  'cache-control',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'etag',
  'ratelimit',
  'ratelimit-policy',
  'x-cache',
  'x-request-id',
]);

export interface QuickAnswers {
  /** Serves a request before any middleware runs. Returns false if the middleware must handle the request. */
  answer(incoming: IncomingMessage, outgoing: ServerResponse): boolean;
  /** Learns the common headers from a response that went through the middleware. */
  readonly learn: MiddlewareHandler<{ Variables: Variables }>;
}

/**
 * Fast path: serves cached responses to anonymous requests before Hono runs, because the middleware costs several times
 * more than the response. Requests with credentials or an origin go through the middleware, which uses the same cache.
 */
export function quickAnswers(
  cache: ReadCache,
  limit: Pick<ReturnType<typeof clientLimit>, 'take'>,
  shop: Pick<Shop, 'log' | 'metrics'>,
): QuickAnswers {
  /**
   * Names and values in turn of the headers that the middleware puts on every cached response, learned from the first.
   */
  let common: readonly string[] | undefined;
  const heads = new WeakMap<Uint8Array, readonly string[]>();

  /** The headers that stay the same for each response with this body and coding. */
  function headOf(body: Uint8Array, coding: Coding | undefined, { contentType, etag }: Answer): readonly string[] {
    const before = heads.get(body);
    if (before) return before;
    const own = ['Content-Type', contentType, 'Cache-Control', 'no-cache', 'X-Cache', 'HIT'];
    const head = [...(common ?? []), ...own, 'ETag', codedEtag(etag, coding)];
    if (coding) head.push('Content-Encoding', coding);
    heads.set(body, head);
    return head;
  }

  /** The headers of a 304 for a client that has the form with this ETag. */
  function headWithout(held: string): string[] {
    return [...(common ?? []), 'Cache-Control', 'no-cache', 'X-Cache', 'HIT', 'ETag', held];
  }

  return {
    answer(incoming, outgoing) {
      if (!common || !isPlain(incoming)) return false;
      const { url: address = '', headers, socket } = incoming;
      const answer = cache.find(address);
      if (!answer) return false;
      const coding = codingOf(answer.body, headers['accept-encoding']);
      const body = coding ? compressedBefore(answer.body, coding) : answer.body;
      // The middleware compresses the body, once.
      if (!body) return false;
      const started = performance.now();
      const { 'x-forwarded-for': forwardedFor, 'x-request-id': wanted, 'if-none-match': known } = headers;
      const path = pathOf(address);
      const stand = limit.take(socket.remoteAddress, typeof forwardedFor === 'string' ? forwardedFor : undefined, path);
      // The middleware sends the refusal, and does not count the request again.
      if (stand?.retryAfter !== undefined) return false;

      const requestId = requestIdOf(typeof wanted === 'string' ? wanted : undefined);
      const held = heldEtag(known, answer.etag);
      const head = held === undefined ? [...headOf(body, coding, answer)] : headWithout(held);
      head.push('X-Request-Id', requestId);
      for (const name in stand?.headers) head.push(name, stand.headers[name] ?? '');
      const status = held === undefined ? 200 : 304;
      if (status === 200) head.push('Content-Length', String(body.byteLength));
      outgoing.writeHead(status, head);
      outgoing.end(status === 200 ? body : undefined);
      noteHit(shop, answer, requestId, started);
      logAccess(shop, { requestId, method: 'GET', path, procedure: answer.procedure, status, started });
      return true;
    },

    async learn(c, next) {
      await next();
      const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
      if (common || !incoming || !isPlain(incoming) || !cache.find(incoming.url ?? '')) return;
      common = [...headersOfAnswer(c)].filter(([name]) => !ofOne.has(name)).flat();
    },
  };
}

function isPlain({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.authorization === undefined &&
    headers.cookie === undefined &&
    headers.origin === undefined &&
    headers['trpc-accept'] === undefined
  );
}

function pathOf(address: string): string {
  const end = address.indexOf('?');
  return end < 0 ? address : address.slice(0, end);
}
