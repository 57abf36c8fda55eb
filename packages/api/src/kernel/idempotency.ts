import { isLockTimeout, type Transaction } from '@cartwright/db';
import superjson from 'superjson';
import { z } from 'zod';
import type { CallFacts, GuestContext, UserContext } from './context.ts';
import { kernelFailures } from './failures.ts';
import { claimKey, findKey, fingerprintOf, keepResponse, ownerOf, scopeOf } from './idempotency-keys.ts';
import { encodeOutput } from './transformer.ts';

const day = 24 * 60 * 60 * 1_000;

interface Operation<Result> {
  /** The procedure's name: one key may be used for two procedures. */
  readonly procedure: string;
  /** Parsed. */
  readonly input: unknown;
  /** Orders keep their keys; those of others are kept for a day. */
  readonly keep?: 'forever';
  /** How a replay answers. Without it the first answer is stored, for callers whom the shop trusts with its disk. */
  readonly recall?: Recall<Result>;
  /** Whose key it is, where neither account nor cart says so. */
  readonly owner?: string;
}

/** How a replay answers where the first answer is not stored: with what the first call made, as it is now. */
export interface Recall<Result> {
  /** What to remember of the first answer: an id, or null where the caller is enough to find it. */
  mark(result: Result): string | null;
  read(mark: string | null): Promise<Result>;
}

type Recalled<Result> = Operation<Result> & { readonly recall: Recall<Result> };

/**
 * Runs `work` in a transaction, once for each Idempotency-Key of this caller: a second call with the same input changes
 * nothing and is answered by `recall` or with the stored answer, while one that comes in the middle of the first waits
 * for it. Without a key it simply runs.
 *
 * `work` begins before it is known whether the key is new; like every work of a transaction it has no effect but on
 * `tx`. Only success is remembered, because a failure leaves no trace that a second try could repeat.
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

  /** Undefined where the key is free. */
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
    // The work does not wait for the claim, which saves a round trip. Where there is another, all of it is taken back.
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
    // Its time was over in the moment in between: it is free again.
    return replayed ? replayed.answer : run(ctx, operation, work);
  });
}

class UsedBefore extends Error {}
