import { TRPCError } from '@trpc/server';
import { z } from 'zod';

/** tRPC's error codes. tRPC maps each to its HTTP status. */
export type FailureKind =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_SUPPORTED'
  | 'CONFLICT'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNPROCESSABLE_CONTENT'
  | 'TOO_MANY_REQUESTS'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

/** A refusal that the caller can act on: a code, its facts, and sentences for a person. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: string;
  readonly kind: FailureKind;
  readonly facts: Record<string, unknown>;

  constructor(code: string, kind: FailureKind, detail: string, facts: Record<string, unknown>) {
    super(detail);
    this.code = code;
    this.kind = kind;
    this.facts = facts;
  }
}

interface Definition<Facts extends z.ZodObject> {
  readonly kind: FailureKind;
  readonly facts: Facts;
  /** One or two sentences: the reason, and a way to solve it. */
  readonly detail: string | ((facts: z.output<Facts>) => string);
}

export interface FailureMaker<Facts extends z.ZodObject = z.ZodObject> {
  (facts: z.output<Facts>): Failure;
  readonly code: string;
  readonly kind: FailureKind;
  readonly facts: Facts;
}

/** The members of every error on REST or tRPC. A fact with one of these names would overwrite it. */
const errorMembers = [
  'type',
  'title',
  'status',
  'detail',
  'instance',
  'code',
  'requestId',
  'trpcCode',
  'httpStatus',
] as const;

/** Only VALIDATION has `issues`, because clients show them beside the fields of a form. */
type ReservedFact = (typeof errorMembers)[number] | 'issues';

/** Facts by name. A reserved name does not compile. */
export type FactShape = z.ZodRawShape & { readonly [Name in ReservedFact]?: never };

/** Declares one failure. `defineFailures` adds its code. A reserved name of a fact does not compile. */
export function failure<Facts extends FactShape = Record<never, never>>(
  kind: FailureKind,
  detail: string | ((facts: z.output<z.ZodObject<Facts>>) => string),
  facts?: Facts,
): Definition<z.ZodObject<Facts>> {
  return { kind, detail, facts: z.object(facts ?? ({} as Facts)) };
}

/**
 * Makes a slice's failures from its table. Rules throw the results of these makers.
 *
 * @throws {Error} a fact has a reserved name, or is called `issues` outside VALIDATION
 * @example
 * const fail = defineFailures({ SLUG_TAKEN: failure('CONFLICT', 'Choose another slug.', { slug: z.string() }) });
 * throw fail.SLUG_TAKEN({ slug });
 */
export function defineFailures<
  Definitions extends Record<string, Definition<z.ZodObject<never>> | Definition<z.ZodObject>>,
>(definitions: Definitions): { readonly [Code in keyof Definitions]: FailureMaker<Definitions[Code]['facts']> } {
  const makers = Object.entries(definitions).map(([code, definition]) => {
    const { kind, detail, facts } = definition as Definition<z.ZodObject>;
    refuseReservedFacts(code, Object.keys(facts.shape));
    const make = (given: Record<string, unknown>) =>
      new Failure(code, kind, typeof detail === 'string' ? detail : detail(given), given);
    return [code, Object.assign(make, { code, kind, facts })];
  });
  return Object.fromEntries(makers) as { [Code in keyof Definitions]: FailureMaker<Definitions[Code]['facts']> };
}

function refuseReservedFacts(code: string, names: readonly string[]): void {
  const reserved: readonly string[] = code === 'VALIDATION' ? errorMembers : [...errorMembers, 'issues'];
  const taken = names.find((name) => reserved.includes(name));
  if (taken === undefined) return;
  throw new Error(`${code} has a fact called ${taken}, which every error has already. Give the fact another name.`);
}

/** One issue with one field of an input. */
export const inputIssue = z.object({
  path: z.string().describe('The field, such as `items.0.quantity`. Empty for the input as a whole'),
  message: z.string(),
  code: z.string(),
});

export type InputIssue = z.output<typeof inputIssue>;

const unauthenticated = {
  missing: 'You are not signed in. Sign in, or send an API key where one is accepted.',
  session: 'This session has ended, or its token is not valid. Refresh the session or sign in again.',
  key: 'This API key is unknown, was revoked or has expired. Send another one.',
  notRenewable: 'The request has no session to renew. Send a refresh token or the session cookie, or sign in again.',
} as const;

const forbidden = {
  role: 'Only admins may do this. Sign in as an admin.',
  key: 'API keys may not do this. Sign in instead.',
} as const;

/** The failures that every slice shares. */
export const kernelFailures = defineFailures({
  MALFORMED_REQUEST: failure(
    'BAD_REQUEST',
    ({ reason }: { reason: string }) => `${reason} Correct the request, then send it again.`,
    { reason: z.string() },
  ),
  UNAUTHENTICATED: failure(
    'UNAUTHORIZED',
    ({ reason }: { reason: keyof typeof unauthenticated }) => unauthenticated[reason],
    { reason: z.enum(['missing', 'session', 'key', 'notRenewable']).describe('The problem with the credentials') },
  ),
  FORBIDDEN: failure('FORBIDDEN', ({ reason }: { reason: keyof typeof forbidden }) => forbidden[reason], {
    reason: z.enum(['role', 'key']).describe('The obstacle: the role of the account, or the use of an API key'),
  }),
  SCOPE_MISSING: failure(
    'FORBIDDEN',
    ({ scope }: { scope: string }) => `This API key does not have the scope ${scope}. Create a key that has it.`,
    { scope: z.string().describe('The scope that the key lacks') },
  ),
  CROSS_ORIGIN: failure(
    'FORBIDDEN',
    "The session cookie is accepted from the shop's own pages only. Add this origin to ALLOWED_ORIGINS, or send a bearer token.",
  ),
  NOT_FOUND: failure(
    'NOT_FOUND',
    'There is nothing here, or it is not yours. Check the address and the ids in the request.',
  ),
  STALE_VERSION: failure(
    'CONFLICT',
    ({ version }: { version: number }) =>
      `This has changed since you read it, and is at version ${version} now. Read it again before you change it.`,
    { version: z.number().int().describe('The current version') },
  ),
  METHOD_NOT_ALLOWED: failure(
    'METHOD_NOT_SUPPORTED',
    ({ allow }: { allow: string[] }) => `This address does not take this method. Use ${allow.join(' or ')}.`,
    { allow: z.array(z.string()).describe('The methods that the address takes') },
  ),
  TOO_LARGE: failure(
    'PAYLOAD_TOO_LARGE',
    ({ limit }: { limit: number }) => `This is too large. Send at most ${limit} bytes.`,
    {
      limit: z.number().describe('Bytes'),
    },
  ),
  UNSUPPORTED_MEDIA_TYPE: failure(
    'UNSUPPORTED_MEDIA_TYPE',
    ({ accepted }: { accepted: string[] }) =>
      `The body has a type that is not accepted here. Send it as ${accepted.join(' or ')}.`,
    { accepted: z.array(z.string()).describe('The media types that the address takes') },
  ),
  VALIDATION: {
    kind: 'UNPROCESSABLE_CONTENT',
    detail: 'The request is not valid. Correct what `issues` names.',
    facts: z.object({ issues: z.array(inputIssue) }),
  },
  IDEMPOTENCY_KEY_REUSED: failure(
    'UNPROCESSABLE_CONTENT',
    'This Idempotency-Key was used with another input. Use a new key for a new request.',
  ),
  IDEMPOTENCY_IN_PROGRESS: failure(
    'CONFLICT',
    'The first request with this Idempotency-Key is still running. Try again with the same key in a few seconds.',
  ),
  RATE_LIMITED: failure(
    'TOO_MANY_REQUESTS',
    ({ retryAfter }: { retryAfter: number }) => `Too many requests. Try again in ${retryAfter} seconds.`,
    {
      retryAfter: z.number().int().describe('Seconds to wait'),
      policy: z
        .object({ name: z.string(), calls: z.number().int(), seconds: z.number().int() })
        .describe('The limit that the call exceeds, as a number of calls in a number of seconds'),
    },
  ),
  TOO_MANY_STREAMS: failure(
    'TOO_MANY_REQUESTS',
    ({ limit, of }: { limit: number; of: 'account' | 'network' }) =>
      `${of === 'network' ? 'Your network has' : 'You have'} ${limit} streams open already. Close one of them first.`,
    {
      limit: z.number().int().describe('The streams that the account or the network may have open at the same time'),
      of: z.enum(['account', 'network']).describe('The owner of the limit. An API key counts as an account'),
    },
  ),
  UNAVAILABLE: failure(
    'SERVICE_UNAVAILABLE',
    ({ retryAfter }: { retryAfter: number }) => `The shop cannot answer right now. Try again in ${retryAfter} seconds.`,
    { retryAfter: z.number().int().describe('Seconds to wait') },
  ),
  INTERNAL: failure(
    'INTERNAL_SERVER_ERROR',
    'Something went wrong in the shop. Try again, and report the request id if it happens again.',
  ),
});

/** Wraps a failure for tRPC, which gives it its status. */
export function asTrpcError(reason: Failure): TRPCError {
  return new TRPCError({ code: reason.kind, message: reason.message, cause: reason });
}
