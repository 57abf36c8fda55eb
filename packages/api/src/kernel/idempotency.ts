import { createHash } from 'node:crypto';
import { given, hotQuery, hotWrite, isLockTimeout, type Reader, type Transaction } from '@cartwright/db';
import { and, eq, lte } from 'drizzle-orm';
import superjson from 'superjson';
import { callerIdOf, type GuestContext } from './context.ts';
import { kernelFailures } from './failures.ts';
import { hashSecret } from './ids.ts';
import { encodeOutput } from './transformer.ts';

const day = 24 * 60 * 60 * 1_000;

interface Operation {
  /** The procedure's name: one key may be used for two procedures. */
  readonly procedure: string;
  /** Parsed. */
  readonly input: unknown;
  /** Orders keep their keys; other answers are kept for a day. */
  readonly keep?: 'forever';
}

/**
 * Runs `work` in a transaction, once for each Idempotency-Key of this caller: a second call with the same input gets
 * the stored answer, while one that comes in the middle of the first waits for it. Without a key it simply runs.
 *
 * `work` begins before it is known whether the key is new; like every work of a transaction it has no effect but on
 * `tx`. Only success is stored, because a failure leaves no trace that a second try could repeat.
 *
 * @throws IDEMPOTENCY_KEY_REUSED the key was used with another input
 * @throws IDEMPOTENCY_IN_PROGRESS the first call did not end within 5 s
 */
export async function idempotently<Result>(
  ctx: GuestContext,
  operation: Operation,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { db, clock } = ctx.shop;
  const key = ctx.request.idempotencyKey;
  const caller = callerScope(ctx);
  if (key === undefined || caller === undefined) return db.transact(work);

  const scope = `${caller} ${operation.procedure}`;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(sorted(operation.input)))
    .digest('base64url');
  const now = clock.now();
  const expiresAt = operation.keep === 'forever' ? null : new Date(now.getTime() + day);

  const attempt = db.transact(async (tx) => {
    // The work does not wait for the claim, which saves a round trip. Where there is another, all of it is taken back.
    const [claimed, worked] = await Promise.allSettled([
      claim(tx, { scope, key, fingerprint, now, expiresAt }),
      work(tx),
    ]);
    if (claimed.status === 'rejected') {
      throw isLockTimeout(claimed.reason) ? kernelFailures.IDEMPOTENCY_IN_PROGRESS({}) : claimed.reason;
    }
    if (claimed.value.length === 0) throw new UsedBefore();
    if (worked.status === 'rejected') throw worked.reason;

    tx.atEnd(keepResponse({ scope, key, response: encodeOutput(worked.value) }));
    return worked.value;
  });
  return attempt.catch(async (error: unknown) => {
    if (!(error instanceof UsedBefore)) throw error;
    const [first] = await findKey(db.read, { scope, key });
    // Its time was over in the moment in between: it is free again.
    if (!first) return idempotently(ctx, operation, work);
    if (first.fingerprint !== fingerprint) throw kernelFailures.IDEMPOTENCY_KEY_REUSED({});
    ctx.reply.replayed = true;
    return superjson.deserialize<Result>(first.response as Parameters<typeof superjson.deserialize>[0]);
  });
}

class UsedBefore extends Error {}

const findKey = hotQuery('key', (read: Reader) => {
  const { idempotencyKeys: k } = read.tables;
  return read
    .select({ fingerprint: k.fingerprint, response: k.response })
    .from(k)
    .where(and(eq(k.scope, given(k.scope, 'scope')), eq(k.key, given(k.key, 'key'))));
});

const claim = hotQuery('claim of a key', (tx: Transaction) => {
  const { idempotencyKeys: k } = tx.tables;
  const values = {
    fingerprint: given(k.fingerprint, 'fingerprint'),
    createdAt: given(k.createdAt, 'now'),
    expiresAt: given(k.expiresAt, 'expiresAt'),
  };
  return (
    tx
      .insert(k)
      .values({ ...values, scope: given(k.scope, 'scope'), key: given(k.key, 'key') })
      // A key whose time is over is free again, whether or not it was purged yet.
      .onConflictDoUpdate({
        target: [k.scope, k.key],
        set: { ...values, response: null },
        setWhere: lte(k.expiresAt, given(k.createdAt, 'now')),
      })
      .returning({ key: k.key })
  );
});

const keepResponse = hotWrite('response to a key', (tx) => {
  const { idempotencyKeys: k } = tx.tables;
  return tx
    .update(k)
    .set({ response: given(k.response, 'response') })
    .where(and(eq(k.scope, given(k.scope, 'scope')), eq(k.key, given(k.key, 'key'))));
});

/** Who the key belongs to. A guest without a cart yet is nobody, and a key of nobody's would be everybody's. */
function callerScope(ctx: GuestContext): string | undefined {
  if (ctx.signedIn) return callerIdOf(ctx.signedIn);
  return ctx.request.cartToken === undefined ? undefined : `guest:${hashSecret(ctx.request.cartToken)}`;
}

/** The same input gives the same fingerprint, whatever order its fields came in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
