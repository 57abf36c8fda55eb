import type { Operation } from '@cartwright/kernel/operations';
import superjson from 'superjson';

export type Surface = 'rest' | 'trpc';
export const surfaces: readonly Surface[] = ['rest', 'trpc'];

/** A response in the terms that both surfaces share. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The result on the wire, in which dates are texts. */
  readonly result: unknown;
  /** The problem document, or tRPC's `error.data`. */
  readonly failure: Record<string, unknown> | undefined;
  readonly text: string;
}

/** Calls a procedure over HTTP in the format of its surface. */
export function ask(
  url: string,
  surface: Surface,
  operation: Operation,
  input: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = bodyOf(surface, operation, input);
  return askRaw(surface, `${url}${addressOf(surface, operation, input)}`, {
    method: surface === 'rest' ? operation.method : operation.kind === 'mutation' ? 'POST' : 'GET',
    headers: { ...(typeof body === 'string' && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body }),
  });
}

/** Sends any request, and reads the response in the format of a surface. */
export async function askRaw(surface: Surface, url: string, request: RequestInit): Promise<Answer> {
  const response = await fetch(url, request);
  const { status, headers } = response;
  if (headers.get('content-type') === 'text/event-stream') return askStream(response);
  const text = await response.text();
  const isJson = /json/.test(headers.get('content-type') ?? '');
  const body: unknown = text === '' || !isJson ? text || undefined : JSON.parse(text);
  if (surface === 'rest') {
    const isFailure = status >= 400;
    return {
      status,
      headers,
      text,
      result: isFailure ? undefined : body,
      failure: isFailure ? (body as Answer['failure']) : undefined,
    };
  }
  const { result, error } = body as {
    result?: { data: { json: unknown } };
    error?: { json: { data: Answer['failure'] } };
  };
  return { status, headers, text, result: result?.data.json, failure: error?.json.data };
}

/** Reads the first event of a stream, or its failure. On tRPC the failure is in a stream with status 200. */
async function askStream(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await readFirstEvent(response);
  const event = /^event: (.*)$/m.exec(text)?.[1];
  const data: unknown = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? 'null');
  if (event === 'serialized-error') {
    const { data: failure } = (data as { json: { data: Record<string, unknown> } }).json;
    return { status: Number(failure['httpStatus']), headers, text, result: undefined, failure };
  }
  // tRPC's events have no name.
  const result = event === undefined ? (data as { json: unknown }).json : data;
  return { status, headers, text, result, failure: undefined };
}

/** Reads until the first event, and disconnects. */
async function readFirstEvent(response: Response): Promise<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value = '' } = await reader.read();
    text += value;
    const events = text.split('\n\n').slice(0, -1);
    const first = events.find((one) => /^data: /m.test(one) && !one.includes('event: connected'));
    if (done || first !== undefined) {
      await reader.cancel();
      return first ?? text;
    }
  }
}

/** The path and query of a call. */
export function addressOf(surface: Surface, operation: Operation, input: unknown): string {
  if (surface === 'trpc') {
    const query =
      operation.kind !== 'mutation' && input !== undefined
        ? `?input=${encodeURIComponent(superjson.stringify(input))}`
        : '';
    return `/trpc/${operation.name}${query}`;
  }
  const fields = { ...(input as Record<string, unknown> | undefined) };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(fields[field])));
  const query = new URLSearchParams();
  if (operation.method === 'GET') {
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined && !operation.pathFields.includes(name))
        query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  }
  return `/api/v1${path}${query.size > 0 ? `?${query}` : ''}`;
}

function bodyOf(surface: Surface, operation: Operation, input: unknown): string | FormData | undefined {
  const isInAddress = surface === 'trpc' ? operation.kind !== 'mutation' : operation.method === 'GET';
  if (isInAddress) return undefined;
  const given = Object.entries((input ?? {}) as Record<string, unknown>);
  const fields = surface === 'trpc' ? given : given.filter(([name]) => !operation.pathFields.includes(name));
  if (fields.some(([, value]) => value instanceof Blob)) {
    const form = new FormData();
    for (const [name, value] of fields) form.set(name, value instanceof Blob ? value : String(value));
    return form;
  }
  if (surface === 'trpc') return superjson.stringify(input);
  return input === undefined ? undefined : JSON.stringify(Object.fromEntries(fields));
}
