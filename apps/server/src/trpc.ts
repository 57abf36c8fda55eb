import { appRouter, type Context, createContext, type Failure, failureOf, kernelFailures, type Shop } from '@cartwright/api';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import superjson from 'superjson';
import { readJsonText, refuseHostile } from './json.ts';
import { type AppContext, requestFacts } from './request.ts';
import { headersOf, statusOf } from './rest/problem.ts';

export const trpcPrefix = '/trpc';
const maxBatchSize = 10;

/** Serves tRPC. Its requests are checked by the same rules as REST's before tRPC reads them. */
export function trpcHandler(shop: Shop): (c: AppContext) => Promise<Response> {
  return async (c) => {
    let context: Context;
    let request: Request;
    try {
      context = createContext(shop, requestFacts(c));
      request = await checkedRequest(c);
    } catch (error) {
      return refusal(failureOf(error), c.get('requestId'));
    }
    return fetchRequestHandler({
      endpoint: trpcPrefix,
      req: request,
      router: appRouter,
      maxBatchSize,
      createContext: () => context,
      responseMeta({ errors }) {
        const headers = new Headers({ 'cache-control': 'no-store' });
        for (const error of errors) {
          for (const [name, value] of Object.entries(headersOf(failureOf(error)))) headers.set(name, value);
        }
        if (context.reply.replayed) headers.set('idempotent-replayed', 'true');
        return { headers };
      },
    });
  };
}

/** @throws MALFORMED_REQUEST, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
async function checkedRequest(c: AppContext): Promise<Request> {
  const { raw } = c.req;
  const { pathname, searchParams } = new URL(raw.url);
  if (searchParams.has('batch') && pathname.split(',').length > maxBatchSize) {
    throw kernelFailures.MALFORMED_REQUEST({ reason: `A batch holds at most ${maxBatchSize} calls.` });
  }
  refuseHostile(searchParams.get('input') ?? '');
  if (raw.method !== 'POST') return raw;
  const body = await readJsonText(c);
  return new Request(raw.url, { method: 'POST', headers: raw.headers, body, signal: raw.signal });
}

/** A failure in the shape of tRPC, for requests that never reach a procedure. */
function refusal(failure: Failure, requestId: string): Response {
  const { code, kind, facts, message } = failure;
  const httpStatus = statusOf(failure);
  const data = { ...facts, code, trpcCode: kind, httpStatus, requestId };
  const error = superjson.serialize({ message, code: TRPC_ERROR_CODES_BY_KEY[kind], data });
  return Response.json({ error }, { status: httpStatus, headers: { 'cache-control': 'no-store', ...headersOf(failure) } });
}
