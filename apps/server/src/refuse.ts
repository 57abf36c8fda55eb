import type { Failure } from '@cartwright/kernel/failures';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import superjson from 'superjson';
import type { AppContext } from './request.ts';
import { headersOf, problemRefusal, type Refusal, statusOf, toResponse } from './rest/problem.ts';
import { trpcPrefix } from './trpc-address.ts';

/** Refuses a request outside of its procedure, in the format of its surface. */
export function refuse(c: AppContext, failure: Failure): Response {
  return toResponse(refusalFor(c.req.path, failure, c.get('requestId')));
}

/** Formats a failure for the surface that a path belongs to. */
export function refusalFor(path: string, failure: Failure, requestId: string): Refusal {
  if (!path.startsWith(`${trpcPrefix}/`)) return problemRefusal(failure, requestId);
  return {
    status: statusOf(failure),
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headersOf(failure) },
    body: JSON.stringify({ error: superjson.serialize(trpcErrorOf(failure, requestId)) }),
  };
}

/** Formats a failure like tRPC's errors. */
export function trpcErrorOf(failure: Failure, requestId: string) {
  const { code, kind, facts, message } = failure;
  const data = { ...facts, code, trpcCode: kind, httpStatus: statusOf(failure), requestId };
  return { message, code: TRPC_ERROR_CODES_BY_KEY[kind], data };
}
