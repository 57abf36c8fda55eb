import superjson from 'superjson';
import { z } from 'zod';
import type { GuestContext } from './context.ts';
import { kernelFailures } from './failures.ts';
import { type Claim, findKey, fingerprintOf, idempotencyScope } from './idempotency-keys.ts';
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
  /** The owner of the key, if neither an account nor a cart owns it. */
  readonly owner?: string;
}

/** Answers a replay without a stored answer, with the current state of the first call's result. */
export interface Recall<Result> {
  /** Returns the id to remember, or null if the caller suffices to find the result. */
  mark(result: Result): string | null;
  read(mark: string | null): Promise<Result>;
}

/** The claim that a call makes; undefined without a key or an owner. */
export function claimOf<Result>(ctx: GuestContext, operation: Operation<Result>): Claim | undefined {
  const key = ctx.request.idempotencyKey;
  const scope = idempotencyScope(ctx, operation.owner);
  if (key === undefined || scope === undefined) return undefined;
  const createdAt = ctx.shop.clock.now();
  return {
    scope,
    key,
    fingerprint: fingerprintOf(ctx.shop, operation.input),
    createdAt,
    expiresAt: operation.keep === 'forever' ? null : new Date(createdAt.getTime() + day),
  };
}

/** The response to store for replays; null if the caller suffices to find the result. */
export function responseOf<Result>({ recall }: Operation<Result>, result: Result): unknown {
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
  { recall }: Operation<Result>,
  { scope, key, fingerprint }: Claim,
): Promise<{ answer: Result } | undefined> {
  const [first] = await findKey(ctx.shop.db.read, { scope, key });
  if (!first) return undefined;
  if (first.fingerprint !== fingerprint) throw kernelFailures.IDEMPOTENCY_KEY_REUSED({});
  if (ctx.call) ctx.call.isReplay = true;
  ctx.reply.replayed = true;
  if (recall) return { answer: await recall.read(z.string().nullable().parse(first.response)) };
  return { answer: superjson.deserialize<Result>(first.response as Parameters<typeof superjson.deserialize>[0]) };
}
