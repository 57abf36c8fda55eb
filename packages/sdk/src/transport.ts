import { createTRPCUntypedClient, httpBatchLink, httpLink, splitLink, TRPCClientError } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import superjson from 'superjson';
import { CartwrightError } from './errors.ts';
import type { ProcedureFacts } from './procedure.ts';

/** Headers by their names. */
export type HeaderValues = Readonly<Record<string, string>>;

export interface TransportOptions {
  readonly url: string;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly headers: () => HeaderValues | Promise<HeaderValues>;
  /** Milliseconds for each request. */
  readonly timeout: number;
}

export interface OutgoingCall {
  readonly procedure: string;
  readonly kind: ProcedureFacts['kind'];
  readonly input: unknown;
  readonly headers: HeaderValues;
  readonly signal: AbortSignal | undefined;
}

/** Sends a call once. */
export type Transport = (call: OutgoingCall) => Promise<unknown>;

/**
 * Reads what the server writes, and writes what it reads: superjson, but on the way in without its marks for objects
 * that occur twice, which servers refuse because they can be made expensive.
 */
const transformer = {
  input: {
    serialize(value: unknown) {
      const { json, meta } = superjson.serialize(value);
      return meta?.values ? { json, meta: { values: meta.values, v: meta.v } } : { json };
    },
    deserialize: (value: Parameters<typeof superjson.deserialize>[0]) => superjson.deserialize(value),
  },
  output: superjson,
};

/** Queries of the same moment travel together, ten at most. Mutations travel alone: calls of a batch share headers. */
export function createTransport({ url, fetch, headers, timeout }: TransportOptions): Transport {
  const given = async (context: object | undefined) => {
    const merged = new Headers(context as HeaderValues | undefined);
    new Headers(await headers()).forEach((value, name) => merged.set(name, value));
    return Object.fromEntries(merged.entries());
  };
  const options = { url: `${url}/trpc`, transformer, fetch: limited(fetch, timeout) };
  const client = createTRPCUntypedClient<AnyRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'query',
        true: httpBatchLink({
          ...options,
          maxItems: 10,
          // Common proxies refuse addresses of more than 8 kB.
          maxURLLength: 7_000,
          headers: ({ opList }) => given(opList.at(-1)?.context),
        }),
        false: httpLink({ ...options, headers: ({ op }) => given(op.context) }),
      }),
    ],
  });
  return async ({ procedure, kind, input, headers: context, signal }) => {
    try {
      return await client[kind](procedure, withFiles(input), { context: { ...context }, ...(signal && { signal }) });
    } catch (error) {
      throw toCartwrightError(error, procedure, url);
    }
  };
}

/** An input that holds a file as a form, which is the only way for it to travel. */
function withFiles(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !Object.values(input).some((value) => value instanceof Blob))
    return input;
  const form = new FormData();
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined) form.append(name, value instanceof Blob ? value : String(value));
  }
  return form;
}

/** An answer that no shop has given, such as a proxy's page. */
class ForeignAnswer extends Error {
  readonly response: Response;

  constructor(response: Response) {
    super(`status ${response.status}`);
    this.response = response;
  }
}

function limited(fetch: TransportOptions['fetch'], timeout: number) {
  return async (url: unknown, init: { signal?: AbortSignal | null | undefined } = {}): Promise<Response> => {
    const limit = AbortSignal.timeout(timeout);
    const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const response = await fetch(String(url), { ...(init as RequestInit), signal });
    if (!response.headers.get('content-type')?.startsWith('application/json')) throw new ForeignAnswer(response);
    return response;
  };
}

function toCartwrightError(error: unknown, procedure: string, url: string): CartwrightError {
  if (!(error instanceof TRPCClientError)) return noShop(error, procedure, url, undefined);
  const data = error.data as Record<string, unknown> | null | undefined;
  if (typeof data?.['code'] !== 'string' || typeof data['httpStatus'] !== 'number') {
    const response = error.cause instanceof ForeignAnswer ? error.cause.response : error.meta?.['response'];
    return noShop(error.cause ?? error, procedure, url, response as Response | undefined);
  }
  const { code, httpStatus: status, trpcCode: _, requestId, ...facts } = data;
  return new CartwrightError(error.message, {
    code,
    procedure,
    status,
    facts,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    retryAfter: typeof facts['retryAfter'] === 'number' ? facts['retryAfter'] : undefined,
  });
}

function noShop(cause: unknown, procedure: string, url: string, response: Response | undefined): CartwrightError {
  const place = url || 'this address';
  const message = response
    ? `What answered at ${place} with status ${response.status} is not a shop.`
    : `No shop answered at ${place} (${innermost(cause)}).`;
  const retryAfter = response && secondsOf(response.headers.get('retry-after'));
  return new CartwrightError(message, {
    code: 'NETWORK',
    procedure,
    status: response?.status,
    retryAfter,
    cause,
  });
}

/** Node says "fetch failed" and gives the reason as the cause. */
function innermost(error: unknown): string {
  const { cause, message, name, code } = error as { cause?: unknown; message?: string; name?: string; code?: string };
  if (cause instanceof Error) return innermost(cause);
  if (name === 'TimeoutError') return 'it took too long';
  return message || code || String(error);
}

/** `Retry-After` is a number of seconds or a date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
