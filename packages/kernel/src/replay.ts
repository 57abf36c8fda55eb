import superjson from 'superjson';
import { z } from 'zod';
import type { GuestContext } from './context.ts';
import { kernelFailures } from './failures.ts';
import { type Claim, findKey, fingerprintOf, formerScope, idempotencyScope } from './idempotency-keys.ts';
import { encodeOutput } from './transformer.ts';

const day = 24 * 60 * 60 * 1_000;

/** The idempotency of a call. */
export interface Operation<Result> {
  /** The parsed input. */
  readonly input: unknown;
  /** Keeps the key forever, as orders do. Other keys expire after a day. */
  readonly keep?: 'forever';
  /** Answers a replay. Without it the first answer is stored, for callers that the shop trusts with its disk. */
  readonly recall?: Recall<Result>;
  /** Answers a call that repeats one of the same client from before it signed in, by its cart token. */
  readonly formerly?: Recall<Result>;
  /** The owner of the key, if neither an account nor a cart owns it. */
  readonly owner?: string;
}

/** Answers a replay without a stored answer, with the current state of the first call's result. */
export interface Recall<Result> {
  /** Returns the id to remember, or null if the caller suffices to find the result. */
  mark(result: Result): string | null;
  read(mark: string | null): Promise<Result>;
}

/** A key that a call claims, and the way to answer its replays. */
export interface OwnClaim<Result> {
  readonly claim: Claim;
  readonly recall: Recall<Result> | undefined;
}

/** The claims that a call makes; none without a key or an owner. */
export function claimsOf<Result>(ctx: GuestContext, operation: Operation<Result>): OwnClaim<Result>[] {
  const key = ctx.request.idempotencyKey;
  if (key === undefined) return [];
  const { recall, formerly } = operation;
  const createdAt = ctx.shop.clock.now();
  const rest = {
    key,
    fingerprint: fingerprintOf(ctx.shop, operation.input),
    createdAt,
    expiresAt: operation.keep === 'forever' ? null : new Date(createdAt.getTime() + day),
  };
  const claims = [
    { scope: idempotencyScope(ctx, operation.owner), recall },
    { scope: formerly && formerScope(ctx), recall: formerly },
  ];
  return claims.flatMap((one) => {
    const { scope } = one;
    return scope === undefined ? [] : { claim: { ...rest, scope }, recall: one.recall };
  });
}

/** The response to store for replays; null if the caller suffices to find the result. */
export function responseOf<Result>({ recall }: Pick<OwnClaim<Result>, 'recall'>, result: Result): unknown {
  return recall ? recall.mark(result) : encodeOutput(result);
}

/**
 * Answers a call whose key was used before, and notes that it is a replay.
 *
 * @returns undefined if the key is free
 * @throws IDEMPOTENCY_KEY_REUSED the key was used with another input
 */
export async function replay<Result>(
  ctx: GuestContext,
  { claim: { scope, key, fingerprint }, recall }: OwnClaim<Result>,
): Promise<{ answer: Result } | undefined> {
  const [first] = await findKey(ctx.shop.db.read, { scope, key });
  if (!first) return undefined;
  if (first.fingerprint !== fingerprint) throw kernelFailures.IDEMPOTENCY_KEY_REUSED({});
  if (ctx.call) ctx.call.isReplay = true;
  ctx.reply.replayed = true;
  if (recall) return { answer: await recall.read(z.string().nullable().parse(first.response)) };
  return { answer: superjson.deserialize<Result>(first.response as Parameters<typeof superjson.deserialize>[0]) };
}
