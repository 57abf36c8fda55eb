import type { Failures } from './contract.ts';

/** What went wrong with one field of an input. */
export type InputIssue = Failures['VALIDATION']['issues'][number];

/** The facts of every code: those of the shop, and `NETWORK`, which is this client's own for when no shop answered. */
export interface KnownFailures extends Failures {
  NETWORK: Record<never, never>;
}

export type FailureCode = keyof KnownFailures;

/** The error of one code, with the facts that come with it. */
export type FailureOf<Code extends FailureCode> = Code extends FailureCode
  ? Omit<CartwrightError, 'code' | 'facts'> & { readonly code: Code; readonly facts: KnownFailures[Code] }
  : never;

/** Everything about an error but its sentence. */
export interface ErrorDetails {
  readonly code: string;
  readonly procedure: string;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly facts?: Record<string, unknown> | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** The codes for which the same call, with the same key, may succeed a little later. */
const passing: ReadonlySet<string> = new Set<FailureCode>(['RATE_LIMITED', 'UNAVAILABLE', 'IDEMPOTENCY_IN_PROGRESS']);
const passingStatuses: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);
const endsSession: ReadonlySet<string> = new Set<FailureCode>(['UNAUTHENTICATED', 'REFRESH_REUSED']);

/**
 * Whatever a call throws, but for the reason of its own signal. Its `message` is a sentence that a person can act on;
 * decide by its `code`.
 *
 * @example
 * try {
 *   await shop.orders.place(order);
 * } catch (error) {
 *   if (isFailure(error, 'INSUFFICIENT_STOCK')) show(`Only ${error.facts.available} left`);
 *   else if (isFailure(error) && error.needsSignIn) goToSignIn();
 *   else throw error;
 * }
 */
export class CartwrightError extends Error {
  override readonly name = 'CartwrightError';
  /** Stable, such as `INSUFFICIENT_STOCK`; `NETWORK` when no shop answered. */
  readonly code: string;
  /** The procedure that was called, such as `orders.place`. */
  readonly procedure: string;
  /** The HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  /** What the code says beside itself; `isFailure` tells its type. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The name of this request in the shop's log. */
  readonly requestId: string | undefined;
  /** Seconds to wait before another try, if the shop said so. */
  readonly retryAfter: number | undefined;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.procedure = details.procedure;
    this.status = details.status ?? 0;
    this.facts = details.facts ?? {};
    this.requestId = details.requestId;
    this.retryAfter = details.retryAfter;
  }

  /** With `VALIDATION`: what is wrong with each field. Empty otherwise. */
  get issues(): readonly InputIssue[] {
    return isFailure(this, 'VALIDATION') ? this.facts.issues : [];
  }

  /**
   * The same call may succeed a little later. The client has already tried again where that is safe; where it is not,
   * look first whether the call had its effect.
   */
  get isRetryable(): boolean {
    return passing.has(this.code) || (this.code === 'NETWORK' && passingStatuses.has(this.status));
  }

  /** Nobody is signed in, or no longer. */
  get needsSignIn(): boolean {
    return endsSession.has(this.code);
  }
}

/**
 * Tells errors of the shop from others, and by their code.
 *
 * @example
 * if (isFailure(error, 'PRICE_CHANGED')) show(error.facts.quote.total);
 * if (isFailure(error, 'EMAIL_TAKEN', 'INVALID_CREDENTIALS')) show(error.message);
 * if (isFailure(error)) report(error.code, error.requestId);
 */
export function isFailure(error: unknown): error is CartwrightError;
export function isFailure<Code extends FailureCode>(error: unknown, ...codes: Code[]): error is FailureOf<Code>;
export function isFailure(error: unknown, ...codes: string[]): boolean {
  return error instanceof CartwrightError && (codes.length === 0 || codes.includes(error.code));
}
