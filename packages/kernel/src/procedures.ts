import { driverError, isInvalidValue, violatesReference } from '@cartwright/db';
import { initTRPC } from '@trpc/server';
import type { z } from 'zod';
import { actorOfCaller } from './actor.ts';
import { admit } from './admit.ts';
import type { Caller, CallFacts, Context, GuestContext, OwnerContext, UserContext } from './context.ts';
import { failureOf } from './failure-of.ts';
import { asTrpcError, kernelFailures } from './failures.ts';
import { type CallLimit, countCall, countKeyCall } from './limit-calls.ts';
import { withOrigin } from './origin.ts';
import { logUnavailable } from './refusals.ts';
import type { Scope } from './scopes.ts';
import { transformer } from './transformer.ts';

/**
 * - `public`: anyone; credentials are ignored
 * - `guest`: anyone, but a sent token must be valid
 * - `owner`: a signed-in person, or a guest with the token of an order
 * - `customer`: a signed-in person
 * - `admin`: a signed-in person or key with the role admin
 */
export type Access = 'public' | 'guest' | 'owner' | 'customer' | 'admin';

/** Accepts the header `Idempotency-Key`. API keys must send it if a repeated call would move goods or money. */
type Idempotent = true | 'needed by keys';

/**
 * The status of success, 200 by default. A procedure that creates something accepts an `Idempotency-Key` and names its
 * location.
 */
type Success =
  | { readonly status?: 200 | 202 | 204; readonly idempotent?: Idempotent; readonly location?: undefined }
  | {
      readonly status: 201;
      readonly idempotent: Idempotent;
      /**
       * The path under `/api/v1` at which the creator reads the creation, for the header `Location`. Names in braces
       * are fields of the answer, or parameters of the procedure's own path.
       */
      readonly location: `/${string}`;
    };

/** A procedure's declaration beside its input and output. REST, OpenAPI and the SDK follow from it. */
export type Meta = Success & Traits;

interface Traits {
  /** Method and path under `/api/v1`. Parameters in braces have the names of the input's fields. */
  readonly rest: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  readonly access: Access;
  /** The scope that an API key needs; `none` if no key may call the procedure. */
  readonly scope: Scope | 'none';
  readonly summary: string;
  readonly description?: string;
  readonly limits?: readonly CallLimit[];
  /**
   * All callers but admins share one answer, which the server may cache for `seconds`, until a write evicts it. Stock
   * changed by orders is `exact`, or `recent`: at most 5 s old.
   */
  readonly cache?: { readonly seconds: number; readonly stock: 'exact' | 'recent' };
  /** Accepts `multipart/form-data`, or `FormData` over tRPC, with files of at most this many bytes. */
  readonly maxFileBytes?: number;
  /** On REST, the field `file` may also be the whole body, of this type. The query then carries the other fields. */
  readonly fileType?: 'text/csv';
  /** Answers with a text of this type in pieces, as `textStream`. */
  readonly streams?: 'text/csv' | 'application/json';
  /** The first lines of a CSV file that the procedure reads or writes, for the documentation. */
  readonly fileExample?: string;
  /** The schema of a JSON text. */
  readonly document?: z.ZodType;
  /** Success marks the device as one that knows the account's password, by `X-Device-Token` or a cookie. */
  readonly marksDevice?: true;
  /** A public procedure that uses a valid session and ignores an invalid one. */
  readonly optionalSession?: true;
  /** The failure codes that a caller should handle, beside the common ones. */
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
        // An error while writing an answer is no failure, and its own message is not for callers.
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

/** The outermost layer: turns every error below into a failure with its status, and counts every call. */
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
      // Warns the operator too, because the input's check should have refused the value.
      const { code } = driverError(err) ?? {};
      ctx.shop.log.warn({ procedure: path, requestId, code }, 'the database refused a value');
    }
    return { ...result, error: asTrpcError(failure) };
  }),
);

/** The known facts of a call before its admission. */
export interface Call {
  readonly ctx: Context;
  readonly path: string;
  readonly meta: Meta | undefined;
  getRawInput(): Promise<unknown>;
}

/** For anyone. Credentials are ignored, so that a stale token does not prevent a login. */
export function publicProcedure(meta: Success & Omit<Traits, 'access' | 'scope'>) {
  return limited.meta({ ...meta, access: 'public', scope: 'none' });
}

/** For anyone. Looks up a signed-in caller. */
export function guestProcedure(meta: Success & Omit<Traits, 'access' | 'scope'> & Partial<Pick<Traits, 'scope'>>) {
  return identified.meta({ scope: 'none', ...meta, access: 'guest' });
}

/** For the owner of an order: a signed-in person, or a guest with the order's token. No API key reaches it. */
export function ownerProcedure(meta: Success & Omit<Traits, 'access' | 'scope'>) {
  return forOwners.meta({ ...meta, access: 'owner', scope: 'none' });
}

/** For signed-in people. No API key reaches it, because it concerns their own data. */
export function customerProcedure(meta: Success & Omit<Traits, 'access' | 'scope'>) {
  return forPeople.meta({ ...meta, access: 'customer', scope: 'none' });
}

/** For admins, and for keys with the scope. Each call reads the role. Its changes go to the audit log. */
export function adminProcedure(meta: Success & Omit<Traits, 'access'>) {
  return forCallers.meta({ ...meta, access: 'admin' });
}

// One layer for each kind of procedure, because tRPC copies options and context in each layer.
const limited = base.use(({ next, ...call }) =>
  countCall(call, async () => {
    await refuseUnreadInput(call);
    return next({ ctx: { procedure: call.path } });
  }),
);

const identified = base.use(({ next, ...call }) =>
  countCall(call, async () => {
    const { signedIn, readmit } = await identifyCaller(call);
    const result = await next({ ctx: { signedIn, readmit, procedure: call.path } });
    if (signedIn) await refuseErased(result, readmit);
    return result;
  }),
);

const forOwners = base.use(({ next, ...call }) =>
  countCall(call, async () => {
    const { signedIn, readmit } = await identifyCaller(call);
    if (signedIn?.key) throw kernelFailures.FORBIDDEN({ reason: 'key' });
    const { orderToken } = call.ctx.request;
    const result = await next({ ctx: { signedIn, readmit, orderToken, procedure: call.path } });
    if (signedIn) await refuseErased(result, readmit);
    return result;
  }),
);

const forCallers = base.use(({ next, ...call }) =>
  countCall(call, async () => {
    const { signedIn, readmit } = await identifyCaller(call);
    return next({ ctx: { signedIn: present(signedIn), readmit: presentAgain(readmit), procedure: call.path } });
  }),
);

const forPeople = base.use(({ next, ...call }) =>
  countCall(call, async () => {
    const { signedIn, readmit } = await identifyCaller(call);
    const person = present(signedIn);
    if (person.key) throw kernelFailures.FORBIDDEN({ reason: 'key' });
    const result = await next({
      ctx: { signedIn: person, readmit: presentAgain(readmit), procedure: call.path },
    });
    await refuseErased(result, readmit);
    return result;
  }),
);

/** @throws VALIDATION the procedure takes no input, and the call has some, which would be dropped */
async function refuseUnreadInput({ ctx, path, getRawInput }: Omit<Call, 'meta'>): Promise<void> {
  if (ctx.shop.takesInput(path)) return;
  const given = await getRawInput();
  const names = typeof given === 'object' ? Object.keys(given ?? {}).slice(0, 50) : given === undefined ? [] : [''];
  if (names.length === 0) return;
  const message = 'This call takes no input. Leave this out.';
  const issues = names.map((name) => ({ path: name.slice(0, 500), message, code: 'unrecognized_keys' }));
  throw kernelFailures.VALIDATION({ issues });
}

/** Handles the erasure of an account while a call writes its data. @throws UNAUTHENTICATED the account is gone */
async function refuseErased(
  result: { readonly ok: true } | { readonly ok: false; readonly error: Error },
  readmit: OwnerContext['readmit'],
): Promise<void> {
  if (!result.ok && violatesReference(result.error)) await readmit();
}

async function identifyCaller({
  ctx,
  path,
  meta,
  getRawInput,
}: Call): Promise<Pick<GuestContext, 'signedIn'> & Pick<OwnerContext, 'readmit'>> {
  const signedIn = await ctx.identify();
  // People are limited by network. A key may call from anywhere.
  if (signedIn?.key && ctx.shop.settings.rateLimits === 'on') {
    await countKeyCall(ctx, path, actorOfCaller(signedIn));
  }
  if (meta) admit(signedIn, meta, ctx.request);
  await refuseUnreadInput({ ctx, path, getRawInput });
  if (signedIn?.key && meta?.idempotent === 'needed by keys' && ctx.request.idempotencyKey === undefined) {
    const message = 'Send this header, because an API key that moves goods or money must be safe to retry.';
    throw kernelFailures.VALIDATION({ issues: [{ path: 'Idempotency-Key', message, code: 'missing_header' }] });
  }
  const readmit = async () => {
    const caller = await ctx.identifyAgain();
    if (meta) admit(caller, meta, ctx.request);
    return caller;
  };
  return { signedIn, readmit };
}

/** Narrows the type of a caller whom `admit` let in. */
function present(caller: Caller | null): Caller {
  if (!caller) throw kernelFailures.UNAUTHENTICATED({ reason: 'missing' });
  return caller;
}

function presentAgain(readmit: OwnerContext['readmit']): UserContext['readmit'] {
  return async () => present(await readmit());
}

export type { Context, GuestContext, OwnerContext, UserContext };
