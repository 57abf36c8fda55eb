import { createTRPCUntypedClient, httpBatchLink, httpLink, splitLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import superjson from 'superjson';
import { ForeignAnswer, failureIn, toCartwrightError } from './answer-errors.ts';
import { type Connection, connect } from './connection.ts';
import { openDownload } from './download.ts';
import type { ProcedureFacts } from './procedure.ts';

export type HeaderValues = Readonly<Record<string, string>>;

export interface TransportOptions {
  readonly url: string;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly headers: () => HeaderValues | Promise<HeaderValues>;
  /** Milliseconds that each request may take. */
  readonly timeout: number;
}

export interface OutgoingCall {
  readonly procedure: string;
  readonly kind: 'query' | 'mutation';
  readonly download: ProcedureFacts['download'];
  readonly input: unknown;
  readonly headers: HeaderValues;
  readonly signal: AbortSignal | undefined;
}

export interface Transport {
  /** Sends a call once. */
  send(call: OutgoingCall): Promise<unknown>;
  /** Opens the stream of a subscription. `decode` reads its events. */
  open(subscription: Omit<OutgoingCall, 'kind' | 'download' | 'signal'>): Connection;
}

/** Opens one order of a guest. */
export const orderTokenHeader = 'x-order-token';

/** Decodes a response or a stream's event. */
export function decode(text: string): unknown {
  return superjson.parse(text);
}

/**
 * superjson, but without its marks for repeated objects in inputs, which servers refuse because they can be made
 * expensive.
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

/**
 * Queries of the same moment travel together, ten at most. Mutations and calls with the token of an order travel alone,
 * because a batch shares its headers.
 */
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
        condition: ({ type, context }) => type === 'query' && !(orderTokenHeader in context),
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
  return {
    async send({ procedure, kind, download, input, headers: context, signal }) {
      if (download !== undefined) {
        const address = `${url}/api/v1${download}`;
        return openDownload(
          { fetch, timeout },
          { procedure, url, address, input, headers: await given(context), signal },
        );
      }
      try {
        return await client[kind](procedure, withFiles(input), { context: { ...context }, ...(signal && { signal }) });
      } catch (error) {
        throw toCartwrightError(error, procedure, url);
      }
    },
    open({ procedure, input, headers: context }) {
      const query = encodeURIComponent(JSON.stringify(transformer.input.serialize(input)));
      return connect({
        timeout,
        translate: (error) => toCartwrightError(error, procedure, url),
        async send(signal) {
          const wanted = { ...(await given(context)), accept: 'text/event-stream' };
          const address = `${url}/trpc/${procedure}?input=${query}`;
          return streamIn(await fetch(address, { headers: wanted, signal }), procedure);
        },
      });
    },
  };
}

/** @throws the failure that the shop answered with instead of a stream */
async function streamIn(response: Response, procedure: string): Promise<Response> {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok && type.startsWith('text/event-stream')) return response;
  if (!type.startsWith('application/json')) throw new ForeignAnswer(response);
  const { error } = (await response.json()) as { error?: Parameters<typeof superjson.deserialize>[0] };
  throw (error && failureIn(superjson.deserialize(error), procedure)) ?? new ForeignAnswer(response);
}

/** Converts an input with a file into a form, because a file cannot travel otherwise. */
function withFiles(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !Object.values(input).some((value) => value instanceof Blob))
    return input;
  const form = new FormData();
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined) form.append(name, value instanceof Blob ? value : String(value));
  }
  return form;
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
