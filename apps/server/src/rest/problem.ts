import { type Failure, kernelFailures } from '@cartwright/kernel/failures';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';

/** The HTTP status of a kind of failure, which is tRPC's own. */
export function statusOf({ kind }: Pick<Failure, 'kind'>): number {
  return getHTTPStatusCodeFromError(new TRPCError({ code: kind }));
}

/** The headers of a failure, on every surface. */
export function headersOf({ kind, facts }: Failure): Record<string, string> {
  return {
    ...(kind === 'UNAUTHORIZED' && { 'www-authenticate': 'Bearer' }),
    ...(typeof facts.retryAfter === 'number' && { 'retry-after': String(facts.retryAfter) }),
    ...(Array.isArray(facts.allow) && { allow: facts.allow.join(', ') }),
    ...rateLimitOf(facts),
  };
}

const policyFacts = kernelFailures.RATE_LIMITED.facts;

/** Follows draft-ietf-httpapi-ratelimit-headers-10. */
function rateLimitOf(facts: Failure['facts']): Record<string, string> {
  const { success, data } = policyFacts.safeParse(facts);
  if (!success) return {};
  const { name, calls, seconds } = data.policy;
  return { ratelimit: `"${name}";r=0;t=${data.retryAfter}`, 'ratelimit-policy': `"${name}";q=${calls};w=${seconds}` };
}

/** Formats a failure as a problem document (RFC 9457). */
export function problemOf(failure: Failure, requestId: string) {
  const { code, facts, message } = failure;
  const title = code
    .replaceAll('_', ' ')
    .toLowerCase()
    .replace(/^./, (letter) => letter.toUpperCase());
  const type = `urn:cartwright:problem:${code}`;
  return { ...facts, type, title, status: statusOf(failure), detail: message, code, requestId };
}

/** The response of a failure, for any way of sending it. */
export interface Refusal {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export function problemRefusal(failure: Failure, requestId: string): Refusal {
  const problem = problemOf(failure, requestId);
  return {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headersOf(failure) },
    body: JSON.stringify(problem),
  };
}

export function problemResponse(failure: Failure, requestId: string): Response {
  return toResponse(problemRefusal(failure, requestId));
}

export function toResponse({ status, headers, body }: Refusal): Response {
  return new Response(body, { status, headers });
}
