import { TRPCError } from '@trpc/server';
import { DatabaseUnavailable, isLockTimeout } from '@cartwright/db';
import { z } from 'zod';
import { Failure, type InputIssue, kernelFailures } from './failures.ts';

/**
 * The failure that a caller is told for anything that was thrown. Errors that nobody foresaw become `INTERNAL`, which
 * says nothing of what is inside.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof DatabaseUnavailable || isLockTimeout(error)) return kernelFailures.UNAVAILABLE({ retryAfter: 2 });
  if (error instanceof z.ZodError) return kernelFailures.VALIDATION({ issues: issuesOf(error) });
  if (!(error instanceof TRPCError)) return kernelFailures.INTERNAL({});

  if (error.cause instanceof Failure || error.cause instanceof DatabaseUnavailable) return failureOf(error.cause);
  switch (error.code) {
    case 'NOT_FOUND':
    case 'METHOD_NOT_SUPPORTED':
      return kernelFailures.NOT_FOUND({});
    case 'PARSE_ERROR':
      return kernelFailures.MALFORMED_REQUEST({ reason: 'The body is not valid JSON.' });
    case 'UNSUPPORTED_MEDIA_TYPE':
      return kernelFailures.UNSUPPORTED_MEDIA_TYPE({});
    case 'BAD_REQUEST':
      return error.cause instanceof z.ZodError
        ? failureOf(error.cause)
        : kernelFailures.MALFORMED_REQUEST({ reason: error.message });
    default:
      return error.cause === undefined ? kernelFailures.INTERNAL({}) : failureOf(error.cause);
  }
}

function issuesOf(error: z.ZodError): InputIssue[] {
  return error.issues.map(({ path, message, code }) => ({ path: path.map(String).join('.'), message, code }));
}
