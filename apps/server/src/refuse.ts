import type { Failure } from '@cartwright/api';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import superjson from 'superjson';
import type { AppContext } from './request.ts';
import { headersOf, problemResponse, statusOf } from './rest/problem.ts';
import { trpcPrefix } from './trpc-address.ts';

/** Refuses a request before it reaches a procedure, in the words of its surface. */
export function refuse(c: AppContext, failure: Failure): Response {
  const requestId = c.get('requestId');
  if (!c.req.path.startsWith(`${trpcPrefix}/`)) return problemResponse(failure, requestId);
  const error = superjson.serialize(trpcErrorOf(failure, requestId));
  const headers = { 'cache-control': 'no-store', ...headersOf(failure) };
  return Response.json({ error }, { status: statusOf(failure), headers });
}

/** The failure in the shape of tRPC's errors. */
export function trpcErrorOf(failure: Failure, requestId: string) {
  const { code, kind, facts, message } = failure;
  const data = { ...facts, code, trpcCode: kind, httpStatus: statusOf(failure), requestId };
  return { message, code: TRPC_ERROR_CODES_BY_KEY[kind], data };
}
