import { failureOf } from '@cartwright/kernel/failure-of';
import { Failure, kernelFailures } from '@cartwright/kernel/failures';
import type { Shop } from '@cartwright/kernel/shop';
import { TRPCError } from '@trpc/server';
import { refusalFor } from './refuse.ts';
import type { Refusal } from './rest/problem.ts';

/** Logs and counts a response that cannot be sent, even if its call succeeded. */
export function noteUnsent({ log, metrics }: Pick<Shop, 'log' | 'metrics'>, facts: object, error: unknown): void {
  metrics.unsent();
  log.error({ ...facts, err: error }, 'response could not be sent');
}

/**
 * Finds the failure that a caller learns from an error.
 *
 * @throws {Error} the error itself if it is unforeseen and not logged yet, so that `onError` logs, counts and answers
 * it
 */
export function foreseenFailure(error: unknown): Failure {
  if (!isUnforeseen(error)) return failureOf(error);
  throw error;
}

/** Tells whether an error comes from outside the procedures, which log their own, and has no failure for the caller. */
export function isUnforeseen(error: unknown): boolean {
  const isOfProcedure = error instanceof TRPCError && error.cause instanceof Failure;
  return !isOfProcedure && failureOf(error).code === 'INTERNAL';
}

/**
 * Logs and counts a response that Node refuses to write, such as one with an impossible status, and returns its
 * replacement.
 */
export function answerUnsent(
  shop: Pick<Shop, 'log' | 'metrics'>,
  request: { readonly path: string; readonly requestId: string },
  error: unknown,
): Refusal {
  noteUnsent(shop, request, error);
  return refusalFor(request.path, kernelFailures.INTERNAL({}), request.requestId);
}
