import { isInvalidValue, isLockTimeout, isUnavailable } from '@cartwright/db';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { Failure, type InputIssue, kernelFailures } from './failures.ts';

/**
 * The failure that a caller receives for any thrown error. Unexpected errors become `INTERNAL`, which reveals no
 * internals.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof z.ZodError) return kernelFailures.VALIDATION({ issues: issuesOf(error) });
  if (!(error instanceof TRPCError)) {
    if (isInvalidValue(error)) return kernelFailures.VALIDATION({ issues: [outOfRange] });
    const isPassing = isUnavailable(error) || isLockTimeout(error);
    return isPassing ? kernelFailures.UNAVAILABLE({ retryAfter: 2 }) : kernelFailures.INTERNAL({});
  }

  if (error.cause instanceof Failure) return error.cause;
  switch (error.code) {
    case 'NOT_FOUND':
      return kernelFailures.NOT_FOUND({});
    case 'METHOD_NOT_SUPPORTED':
      // tRPC reports a GET of a mutation or a POST of a query.
      return kernelFailures.METHOD_NOT_ALLOWED({ allow: [/\bGET\b/.test(error.message) ? 'POST' : 'GET'] });
    case 'PARSE_ERROR':
      return kernelFailures.MALFORMED_REQUEST({ reason: 'The body is not valid JSON.' });
    case 'UNSUPPORTED_MEDIA_TYPE':
      return kernelFailures.UNSUPPORTED_MEDIA_TYPE({ accepted: ['application/json'] });
    case 'BAD_REQUEST':
      return error.cause instanceof z.ZodError
        ? failureOf(error.cause)
        : kernelFailures.MALFORMED_REQUEST({ reason: 'The call is not in the form that tRPC reads.' });
    default:
      // The server could not parse a stored value or its own answer, so the caller did nothing wrong.
      return error.cause instanceof z.ZodError ? kernelFailures.INTERNAL({}) : failureOf(error.cause);
  }
}

/** The database refused a valid input, because it led to a value that cannot be stored or compared. */
const outOfRange: InputIssue = {
  path: '',
  message:
    'A value is out of the range that the shop can store. Send a smaller number, a shorter text or a nearer date.',
  code: 'out_of_range',
};

/** Maximum number of issues in one failure, so that an answer is not many times as long as the refused list. */
const maxIssues = 50;
/** Maximum characters of a path or message, because both may repeat names that the caller chose. */
const maxIssueText = 500;

/** The issues of an input for the caller, at most 50. */
export function issuesOf(error: z.ZodError): InputIssue[] {
  return error.issues.slice(0, maxIssues).map(({ path, message, code }) => ({
    path: path.map(String).join('.').slice(0, maxIssueText),
    message: message.slice(0, maxIssueText),
    code,
  }));
}
