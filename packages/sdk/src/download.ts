import { ForeignAnswer, failureIn, toCartwrightError } from './answer-errors.ts';
import type { TextStream } from './procedure.ts';

interface DownloadCall {
  readonly procedure: string;
  readonly url: string;
  /** The address of the file, without its query. */
  readonly address: string;
  readonly input: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

interface DownloadOptions {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Milliseconds until the response begins. The reader decides how long it may take after that. */
  readonly timeout: number;
}

/** The content types of files that a shop sends. */
const fileTypes = ['text/csv', 'application/json'];

/**
 * Requests a file over REST, and resolves when the file begins to arrive.
 *
 * @throws {CartwrightError}
 */
export async function openDownload({ fetch, timeout }: DownloadOptions, call: DownloadCall): Promise<TextStream> {
  const { procedure, url, address, input, headers, signal } = call;
  const leaving = new AbortController();
  const timer = setTimeout(() => leaving.abort(new DOMException('it took too long', 'TimeoutError')), timeout);
  const ended = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
  try {
    const response = await fetch(address + queryOf(input), { headers, signal: ended });
    const type = response.headers.get('content-type') ?? '';
    if (response.ok && fileTypes.some((one) => type.startsWith(one)) && response.body) return textStream(response.body);
    throw await refusalOf(response, procedure);
  } catch (error) {
    throw toCartwrightError(error, procedure, url);
  } finally {
    clearTimeout(timer);
  }
}

async function refusalOf(response: Response, procedure: string): Promise<Error> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  if (!isProblem) return new ForeignAnswer(response);
  const { type: _t, title: _i, detail, status, ...problem } = (await response.json()) as Record<string, unknown>;
  return (
    failureIn({ message: detail, data: { ...problem, httpStatus: status } }, procedure) ?? new ForeignAnswer(response)
  );
}

function queryOf(input: unknown): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input ?? {})) {
    if (value !== undefined) query.set(name, value instanceof Date ? value.toISOString() : String(value));
  }
  return query.size > 0 ? `?${query}` : '';
}

function textStream(body: ReadableStream<Uint8Array>): TextStream {
  return {
    body,
    text: () => new Response(body).text(),
    async *[Symbol.asyncIterator]() {
      const reader = body.getReader();
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      try {
        for (;;) {
          const { done, value } = await reader.read();
          const piece = decoder.decode(value, { stream: !done });
          if (piece !== '') yield piece;
          if (done) return;
        }
      } finally {
        // A reader that stops in the middle ends the download.
        await reader.cancel();
      }
    },
  };
}
