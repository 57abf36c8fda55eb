import type { Failures } from './contract.ts';

/** One issue with one field of an input. */
export type InputIssue = Failures['VALIDATION']['issues'][number];

/** The facts of every code of the shop, and of `NETWORK`, which the client uses when no shop answered. */
export interface KnownFailures extends Failures {
  NETWORK: Record<never, never>;
}

export type FailureCode = keyof KnownFailures;

/** The error of one code, with the type of its facts. */
export type FailureOf<Code extends FailureCode> = Code extends FailureCode
  ? Omit<CartwrightError, 'code' | 'facts'> & { readonly code: Code; readonly facts: KnownFailures[Code] }
  : never;

/** The contents of an error without its message. */
export interface ErrorDetails {
  readonly code: string;
  readonly procedure: string;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly facts?: Record<string, unknown> | undefined;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** The codes after which the same call, with the same key, may succeed a little later. */
const passing: ReadonlySet<string> = new Set<FailureCode>(['RATE_LIMITED', 'UNAVAILABLE', 'IDEMPOTENCY_IN_PROGRESS']);
const passingStatuses: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);
const endsSession: ReadonlySet<string> = new Set<FailureCode>(['UNAUTHENTICATED', 'REFRESH_REUSED']);

/**
 * The error that every failed call throws, unless its own signal ended it. `message` is a sentence for a person;
 * programs decide by `code`.
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
  /** The facts that come with the code; `isFailure` narrows their type. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The id of this request in the shop's log. */
  readonly requestId: string | undefined;
  /** Seconds to wait before another try, if the shop asked for a wait. */
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

  /** The issue with each field, for `VALIDATION`; empty for other codes. */
  get issues(): readonly InputIssue[] {
    return isFailure(this, 'VALIDATION') ? this.facts.issues : [];
  }

  /**
   * Whether the same call may succeed a little later. The client has already retried calls that are safe to repeat. For
   * other calls, check first whether the call took effect.
   */
  get isRetryable(): boolean {
    return passing.has(this.code) || (this.code === 'NETWORK' && passingStatuses.has(this.status));
  }

  /** Whether the call needs a session, because none was sent or it has ended. */
  get needsSignIn(): boolean {
    return endsSession.has(this.code);
  }
}

/**
 * Recognises errors of the shop, and their codes.
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
