import { isLockTimeout, type Transaction } from '@cartwright/db';
import superjson from 'superjson';
import { z } from 'zod';
import type { CallFacts, GuestContext, UserContext } from './context.ts';
import { kernelFailures } from './failures.ts';
import { claimKey, findKey, fingerprintOf, keepResponse, ownerOf, scopeOf } from './idempotency-keys.ts';
import { encodeOutput } from './transformer.ts';

const day = 24 * 60 * 60 * 1_000;

interface Operation<Result> {
  /** The procedure's name, because one key may be used for two procedures. */
  readonly procedure: string;
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

type Recalled<Result> = Operation<Result> & { readonly recall: Recall<Result> };

/**
 * Runs `work` in a transaction, once for each Idempotency-Key of this caller. A second call with the same input changes
 * nothing and gets the answer of `recall` or the stored answer. A concurrent second call waits for the first. Without a
 * key `work` simply runs.
 *
 * `work` begins before the key is known to be new, and must change nothing outside `tx`. Only success is remembered,
 * because a failure leaves nothing behind that a retry could repeat.
 *
 * @throws IDEMPOTENCY_KEY_REUSED the key was used with another input
 * @throws IDEMPOTENCY_IN_PROGRESS the first call did not end within 5 s
 * @throws RATE_LIMITED a limit refuses the call, and it is no replay
 */
export function idempotently<Result>(
  ctx: UserContext,
  operation: Operation<Result>,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result>;
export function idempotently<Result>(
  ctx: GuestContext,
  operation: Recalled<Result>,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result>;
export function idempotently<Result>(
  ctx: GuestContext,
  operation: Operation<Result>,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return run(ctx, operation, work);
}

async function run<Result>(
  ctx: GuestContext,
  operation: Operation<Result>,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { db, clock } = ctx.shop;
  const call: CallFacts = ctx.call ?? { isReplay: false };
  const key = ctx.request.idempotencyKey;
  const owner = operation.owner ?? ownerOf(ctx);
  if (key === undefined || owner === undefined) {
    if (call.overLimit) throw call.overLimit;
    return db.transact(work);
  }
  const scope = scopeOf(owner, operation.procedure);
  const fingerprint = fingerprintOf(ctx.shop, operation.input);
  const now = clock.now();
  const expiresAt = operation.keep === 'forever' ? null : new Date(now.getTime() + day);
  const { recall } = operation;

  /** Returns undefined if the key is free. */
  async function replay(): Promise<{ answer: Result } | undefined> {
    const [first] = await findKey(db.read, { scope, key });
    if (!first) return undefined;
    if (first.fingerprint !== fingerprint) throw kernelFailures.IDEMPOTENCY_KEY_REUSED({});
    call.isReplay = true;
    ctx.reply.replayed = true;
    if (recall) return { answer: await recall.read(z.string().nullable().parse(first.response)) };
    return { answer: superjson.deserialize<Result>(first.response as Parameters<typeof superjson.deserialize>[0]) };
  }

  if (call.overLimit) {
    const replayed = await replay();
    if (!replayed) throw call.overLimit;
    return replayed.answer;
  }
  const attempt = db.transact(async (tx) => {
    // The work does not wait for the claim, which saves a round trip. If the key is taken, the transaction rolls back.
    const [claimed, worked] = await Promise.allSettled([
      claimKey(tx, { scope, key, fingerprint, now, expiresAt }),
      work(tx),
    ]);
    if (claimed.status === 'rejected') {
      throw isLockTimeout(claimed.reason) ? kernelFailures.IDEMPOTENCY_IN_PROGRESS({}) : claimed.reason;
    }
    if (claimed.value.length === 0) throw new UsedBefore();
    if (worked.status === 'rejected') throw worked.reason;

    const response = recall ? recall.mark(worked.value) : encodeOutput(worked.value);
    if (response !== null) tx.defer(keepResponse({ scope, key, response }));
    return worked.value;
  });
  return attempt.catch(async (error: unknown) => {
    if (!(error instanceof UsedBefore)) throw error;
    const replayed = await replay();
    // The key expired in between and is free again.
    return replayed ? replayed.answer : run(ctx, operation, work);
  });
}

class UsedBefore extends Error {}
