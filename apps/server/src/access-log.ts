import { withOrigin } from '@cartwright/kernel/origin';
import type { Shop } from '@cartwright/kernel/shop';
import type { MiddlewareHandler } from 'hono';
import { setDefaultHeaders } from './headers.ts';
import { requestIdOf, type Variables } from './request.ts';

/** The facts of an answered request for its log line. */
export interface Access {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** The procedure's name, or several names with commas between for a batch; undefined if none was called. */
  readonly procedure?: string | undefined;
  readonly status: number;
  /** A value of `performance.now()`. */
  readonly started: number;
  readonly userId?: string | undefined;
  /** The id of the API key, if one was used. */
  readonly keyId?: string | undefined;
}

/** Counts a request and logs one line for it. The query is left out, because people search for names and addresses. */
export function logAccess({ log, metrics }: Pick<Shop, 'log' | 'metrics'>, access: Access): void {
  const { requestId, method, path, procedure, status, started, userId, keyId } = access;
  const milliseconds = performance.now() - started;
  metrics.request(method, status, milliseconds / 1_000);
  const ms = Math.round(milliseconds * 10) / 10;
  log.info({ requestId, method, path, procedure, status, userId, keyId, ms }, 'request');
}

/** Gives every request an id, which its jobs and log lines inherit, and logs it. */
export function accessLog(shop: Shop): MiddlewareHandler<{ Variables: Variables }> {
  return async (c, next) => {
    const started = performance.now();
    const requestId = requestIdOf(c.req.header('x-request-id'));
    c.set('requestId', requestId);
    setDefaultHeaders(c, { 'x-request-id': requestId });
    const { method, path } = c.req;
    const step = {
      name: method,
      kind: 'server',
      traceparent: c.req.header('traceparent'),
      facts: { requestId },
    } as const;
    await shop.tracer.step(step, async (span) => {
      await withOrigin({ requestId, traceparent: span.traceparent }, () => next());
      span.note({ 'http.response.status_code': c.res.status, procedure: c.get('procedure') });
    });
    const { userId, keyId } = c.get('reply') ?? {};
    const procedure = c.get('procedure');
    logAccess(shop, { requestId, method, path, procedure, status: c.res.status, started, userId, keyId });
  };
}
