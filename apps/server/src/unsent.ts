import { Failure, failureOf, kernelFailures, type Shop } from '@cartwright/api';
import { TRPCError } from '@trpc/server';
import { refusalFor } from './refuse.ts';
import type { Refusal } from './rest/problem.ts';

/** Logs and counts an answer that cannot be sent, whatever became of its call. */
export function noteUnsent({ log, metrics }: Pick<Shop, 'log' | 'metrics'>, facts: object, error: unknown): void {
  metrics.unsent();
  log.error({ ...facts, err: error }, 'response could not be sent');
}

/**
 * The failure that an error tells a caller.
 *
 * @throws the error itself if it is unforeseen and was not logged: `onError` logs, counts and answers it
 */
export function foreseenFailure(error: unknown): Failure {
  if (!isUnforeseen(error)) return failureOf(error);
  throw error;
}

/** Whether an error comes from outside the procedures, which log their own, and is none that a caller is told about. */
export function isUnforeseen(error: unknown): boolean {
  const isOfProcedure = error instanceof TRPCError && error.cause instanceof Failure;
  return !isOfProcedure && failureOf(error).code === 'INTERNAL';
}

/** What goes out in place of an answer that Node refuses to write, such as one with an impossible status. */
export function answerUnsent(
  shop: Pick<Shop, 'log' | 'metrics'>,
  request: { readonly path: string; readonly requestId: string },
  error: unknown,
): Refusal {
  noteUnsent(shop, request, error);
  return refusalFor(request.path, kernelFailures.INTERNAL({}), request.requestId);
}
