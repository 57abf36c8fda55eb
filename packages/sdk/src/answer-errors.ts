import { TRPCClientError } from '@trpc/client';
import { CartwrightError } from './errors.ts';

/** A response that did not come from a shop, such as a proxy's error page. */
export class ForeignAnswer extends Error {
  readonly response: Response;

  constructor(response: Response) {
    super(`status ${response.status}`);
    this.response = response;
  }
}

/** Converts any failure of a request into the error that a call throws. */
export function toCartwrightError(error: unknown, procedure: string, url: string): CartwrightError {
  if (error instanceof CartwrightError) return error;
  if (error instanceof ForeignAnswer) return noShop(error, procedure, url, error.response);
  if (!(error instanceof TRPCClientError)) return noShop(error, procedure, url, undefined);
  const failure = failureIn(error, procedure);
  if (failure) return failure;
  const response = error.cause instanceof ForeignAnswer ? error.cause.response : error.meta?.['response'];
  return noShop(error.cause ?? error, procedure, url, response as Response | undefined);
}

/** Reads the shop's failure from an error; undefined if the error did not come from a shop. */
export function failureIn(error: unknown, procedure: string): CartwrightError | undefined {
  const { message, data } = error as { message?: unknown; data?: Record<string, unknown> | null };
  if (typeof data?.['code'] !== 'string' || typeof data['httpStatus'] !== 'number') return undefined;
  const { code, httpStatus: status, trpcCode: _, requestId, ...facts } = data;
  return new CartwrightError(String(message), {
    code,
    procedure,
    status,
    facts,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    retryAfter: typeof facts['retryAfter'] === 'number' ? facts['retryAfter'] : undefined,
  });
}

/** The error for a missing response, or for one that is not from a shop. */
function noShop(cause: unknown, procedure: string, url: string, response: Response | undefined): CartwrightError {
  const place = url || 'this address';
  const message = response
    ? `The response with status ${response.status} from ${place} is not from a shop.`
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

/** The innermost cause, because Node's own message is only "fetch failed". */
function innermost(error: unknown): string {
  const { cause, message, name, code } = error as { cause?: unknown; message?: string; name?: string; code?: string };
  if (cause instanceof Error) return innermost(cause);
  if (name === 'TimeoutError') return 'it took too long';
  return message || code || String(error);
}

/** Parses `Retry-After`, which is a number of seconds or a date. */
function secondsOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
