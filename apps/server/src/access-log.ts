import { type Log, withCause } from '@cartwright/api';
import type { MiddlewareHandler } from 'hono';
import { requestIdOf, type Variables } from './request.ts';

/** What is said of a request when it was answered. */
export interface Access {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** Its name, or several with commas between for a batch; undefined where none was called. */
  readonly procedure?: string | undefined;
  readonly status: number;
  /** Of `performance.now()`. */
  readonly started: number;
  readonly userId?: string | undefined;
  /** Of an API key, where one was used. */
  readonly keyId?: string | undefined;
}

/** One line for each request. Its query is left out, because people search for names and addresses. */
export function logAccess(log: Log, { started, ...facts }: Access): void {
  const ms = Math.round((performance.now() - started) * 10) / 10;
  log.info({ ...facts, ms }, 'request');
}

/** Gives every request its id, which all that is done for it goes back to, and logs it. */
export function accessLog(log: Log): MiddlewareHandler<{ Variables: Variables }> {
  return async (c, next) => {
    const started = performance.now();
    const requestId = requestIdOf(c.req.header('x-request-id'));
    c.set('requestId', requestId);
    await withCause({ requestId }, () => next());
    c.res.headers.set('x-request-id', requestId);
    const { method, path } = c.req;
    const { userId, keyId } = c.get('reply') ?? {};
    const procedure = c.get('procedure');
    logAccess(log, { requestId, method, path, procedure, status: c.res.status, started, userId, keyId });
  };
}
