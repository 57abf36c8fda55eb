import { driverError, isInvalidValue, violatesReference } from '@cartwright/db';
import { initTRPC } from '@trpc/server';
import type { z } from 'zod';
import { admit } from './admit.ts';
import { type CallFacts, type Context, callerIdOf, type GuestContext, type UserContext } from './context.ts';
import { failureOf } from './failure-of.ts';
import { asTrpcError, kernelFailures } from './failures.ts';
import { type CallLimit, countCall, countKeyCall } from './limit-calls.ts';
import { withOrigin } from './origin.ts';
import { logUnavailable } from './refusals.ts';
import type { Scope } from './scopes.ts';
import { transformer } from './transformer.ts';

/**
 * - `public`: anyone; credentials are not even looked at
 * - `guest`: anyone, but a token that was sent must be valid
 * - `customer`: somebody signed in
 * - `admin`: somebody signed in whose role is admin
 */
export type Access = 'public' | 'guest' | 'customer' | 'admin';

/** Takes the header `Idempotency-Key`. Where a program that repeats itself would move goods or money, keys need it. */
type Idempotent = true | 'needed by keys';

/** The status of success, 200 by default. What creates something takes an `Idempotency-Key` and says where to read it. */
type Success =
  | { readonly status?: 200 | 202 | 204; readonly idempotent?: Idempotent; readonly location?: undefined }
  | {
      readonly status: 201;
      readonly idempotent: Idempotent;
      /**
       * The path under `/api/v1` that shows the creation to its creator, for the header `Location`. Names in braces are
       * fields of the answer, or parameters of the procedure's own path.
       */
      readonly location: `/${string}`;
    };

/** What a procedure says of itself beside its input and output. REST, OpenAPI and the SDK follow from it. */
export type Meta = Success & Traits;

interface Traits {
  /** Method and path under `/api/v1`; parameters in braces have the names of the input's fields. */
  readonly rest: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  readonly access: Access;
  /** What a key for programs must have been given to call this; `none` where no key may. */
  readonly scope: Scope | 'none';
  readonly summary: string;
  readonly description?: string;
  readonly limits?: readonly CallLimit[];
  /**
   * Everybody but admins gets the same answer, which a server may keep for so long, until a write evicts it. Stock
   * that orders change since is `exact` all the same, or `recent`: at most 5 s old.
   */
  readonly cache?: { readonly seconds: number; readonly stock: 'exact' | 'recent' };
  /** Takes `multipart/form-data`, or `FormData` over tRPC, whose files have at most this many bytes. */
  readonly maxFileBytes?: number;
  /** On REST the field `file` may also be the whole body, of this type; the other fields are in the query then. */
  readonly fileType?: 'text/csv';
  /** Answers with a text of this type, in pieces: its output is `textStream`. */
  readonly streams?: 'text/csv' | 'application/json';
  /** The first lines of a CSV file that it takes or answers with, for the documentation. */
  readonly fileExample?: string;
  /** What the text holds, where it is JSON. */
  readonly document?: z.ZodType;
  /** Its success marks the device as one that knows the password of the account: `X-Device-Token`, or a cookie. */
  readonly marksDevice?: true;
  /** Of a public procedure: it notifications a session that comes along, and takes no offence at one that is not valid. */
  readonly optionalSession?: true;
  /** The codes, beside the common ones, that a caller should be ready for. */
  readonly failures?: readonly string[];
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer,
    errorFormatter({ shape, error, ctx }) {
      const { code, facts, message } = failureOf(error);
      return {
        ...shape,
        // An error from writing an answer never was a failure, and its own message is not for callers.
        message,
        data: {
          ...facts,
          code,
          trpcCode: shape.data.code,
          httpStatus: shape.data.httpStatus,
          requestId: ctx?.request.requestId ?? null,
        },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** The outermost layer: whatever goes wrong below leaves as a failure with its status, and all of it is counted. */
const base = t.procedure.use(({ next, ctx, path }) =>
  ctx.shop.tracer.step({ name: path, kind: 'internal' }, async (span) => {
    const { requestId } = ctx.request;
    const started = performance.now();
    const call: CallFacts = { isReplay: false };
    const result = await withOrigin({ requestId, traceparent: span.traceparent }, () => next({ ctx: { call } }));
    const failure = result.ok ? undefined : failureOf(result.error);
    const outcome = failure?.code ?? (call.isReplay ? 'replayed' : 'ok');
    ctx.shop.metrics.call(path, outcome, (performance.now() - started) / 1_000);
    span.note({ outcome });
    if (result.ok || !failure) return result;
    const err = result.error.cause ?? result.error;
    if (failure.code === 'INTERNAL') ctx.shop.log.error({ procedure: path, requestId, err }, 'call failed');
    if (failure.code === 'UNAVAILABLE') logUnavailable(ctx.shop.log, { procedure: path, requestId, err });
    if (isInvalidValue(err)) {
      // The caller is told, and so is the operator, because the check of the input should have refused it.
      const { code } = driverError(err) ?? {};
      ctx.shop.log.warn({ procedure: path, requestId, code }, 'the database refused a value');
    }
    return { ...result, error: asTrpcError(failure) };
  }),
);

/** What is known of a call before it is let through. */
export interface Call {
  readonly ctx: Context;
  readonly path: string;
  readonly meta: Meta | undefined;
  getRawInput(): Promise<unknown>;
}

/** For anyone. Credentials are ignored, so that a stale token does not stand in the way of a login. */
export function publicProcedure(meta: Success & Omit<Traits, 'access' | 'scope'>) {
  return limited.meta({ ...meta, access: 'public', scope: 'none' });
}

/** For anyone; who is signed in is known. */
export function guestProcedure(meta: Success & Omit<Traits, 'access' | 'scope'> & Partial<Pick<Traits, 'scope'>>) {
  return identified.meta({ scope: 'none', ...meta, access: 'guest' });
}

/** For whoever is signed in. No key reaches it: what a person does for themselves is no program's business. */
export function customerProcedure(meta: Success & Omit<Traits, 'access' | 'scope'>) {
  return forPeople.meta({ ...meta, access: 'customer', scope: 'none' });
}

/** For admins, and for keys with the scope. The role is read at each call. What it changes goes into the audit log. */
export function adminProcedure(meta: Success & Omit<Traits, 'access'>) {
  return forCallers.meta({ ...meta, access: 'admin' });
}

// One layer for each kind of procedure: tRPC copies options and context for each.
const limited = base.use(({ next, ...call }) => countCall(call, () => next()));

const identified = base.use(({ next, ...call }) =>
  countCall(call, async () => {
    const { signedIn, readmit } = await identifyCaller(call);
    const result = await next({ ctx: { signedIn, readmit } });
    if (signedIn) await refuseErased(result, readmit);
    return result;
  }),
);

const forCallers = base.use(({ next, ...call }) =>
  countCall(call, async () => {
    const { signedIn, readmit } = await identifyCaller(call);
    // Does not happen behind `admit`, which the types do not know.
    if (!signedIn) throw kernelFailures.UNAUTHENTICATED({ reason: 'missing' });
    return next({ ctx: { signedIn, readmit, procedure: call.path } });
  }),
);

const forPeople = base.use(({ next, ...call }) =>
  countCall(call, async () => {
    const { signedIn, readmit } = await identifyCaller(call);
    if (!signedIn) throw kernelFailures.UNAUTHENTICATED({ reason: 'missing' });
    if (signedIn.key) throw kernelFailures.FORBIDDEN({ reason: 'key' });
    const result = await next({ ctx: { signedIn, readmit, procedure: call.path } });
    await refuseErased(result, readmit);
    return result;
  }),
);

/** An account can be erased while a call writes what belongs to it. @throws UNAUTHENTICATED it has been */
async function refuseErased(
  result: { readonly ok: true } | { readonly ok: false; readonly error: Error },
  readmit: UserContext['readmit'],
): Promise<void> {
  if (!result.ok && violatesReference(result.error)) await readmit();
}

async function identifyCaller({
  ctx,
  path,
  meta,
}: Call): Promise<Pick<GuestContext, 'signedIn'> & Pick<UserContext, 'readmit'>> {
  const signedIn = await ctx.identify();
  // A person is limited by where they call from; a key may call from everywhere.
  if (signedIn?.key && ctx.shop.settings.rateLimits === 'on') {
    await countKeyCall(ctx, path, callerIdOf(signedIn));
  }
  if (meta) admit(signedIn, meta);
  if (signedIn?.key && meta?.idempotent === 'needed by keys' && ctx.request.idempotencyKey === undefined) {
    const message = 'Send this header, because an API key that moves goods or money must be safe to retry.';
    throw kernelFailures.VALIDATION({ issues: [{ path: 'Idempotency-Key', message, code: 'missing_header' }] });
  }
  const readmit = async () => {
    const caller = await ctx.identifyAgain();
    if (meta) admit(caller, meta);
    if (!caller) throw kernelFailures.UNAUTHENTICATED({ reason: 'missing' });
    return caller;
  };
  return { signedIn, readmit };
}

export type { Context, GuestContext, UserContext };
