import type { IncomingMessage } from 'node:http';
import type { Shop } from '@cartwright/api';
import type { MiddlewareHandler } from 'hono';
import { logAccess } from '../access-log.ts';
import { requestIdOf, type Variables } from '../request.ts';
import { type ReadCache, respond } from './read-cache.ts';

/** Of each answer alone; all others are the same for every answer that is kept. */
const own = new Set([
  'cache-control',
  'content-length',
  'content-type',
  'date',
  'etag',
  'ratelimit',
  'ratelimit-policy',
  'x-cache',
  'x-request-id',
]);

/**
 * Answers what is kept to whoever sends neither credentials nor an origin, before anything else is done for the
 * request: what comes after costs several times what the answer does. Everybody else goes the usual way, where the
 * same answers are kept. To be used before anything but the limit of clients.
 */
export function quickAnswers(
  cache: ReadCache,
  shop: Pick<Shop, 'log' | 'figures'>,
): MiddlewareHandler<{ Variables: Variables }> {
  /** The headers that the usual way puts on every such answer, learned from the first. */
  let common: Record<string, string> | undefined;
  return async (c, next) => {
    const started = performance.now();
    const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
    const limit = c.get('limit');
    const address = incoming && isPlain(incoming) && limit?.retryAfter === undefined ? incoming.url : undefined;
    if (incoming && address !== undefined && common) {
      const answer = cache.find(address);
      if (answer) {
        const { 'x-request-id': wanted, 'if-none-match': known } = incoming.headers;
        const requestId = requestIdOf(typeof wanted === 'string' ? wanted : undefined);
        const response = respond(answer, 'HIT', known, { ...common, ...limit?.headers, 'x-request-id': requestId });
        const [path = ''] = address.split('?');
        shop.figures.cache('hit');
        logAccess(shop, {
          requestId,
          method: 'GET',
          path,
          procedure: answer.procedure,
          status: response.status,
          started,
        });
        return response;
      }
    }
    await next();
    if (address !== undefined && !common && c.res.headers.has('x-cache')) {
      common = Object.fromEntries([...c.res.headers].filter(([name]) => !own.has(name)));
    }
    return undefined;
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
