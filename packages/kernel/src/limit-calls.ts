import type { CountedUse, RateLimiter } from '@cartwright/db';
import { actorOfCaller } from './actor.ts';
import type { Context } from './context.ts';
import { kernelFailures } from './failures.ts';
import { emailIn, emailKey } from './fields.ts';
import { isKnownKey } from './idempotency-keys.ts';
import { hashSecret } from './ids.ts';
import { networkOf } from './networks.ts';
import type { Call } from './procedures.ts';
import type { Shop } from './shop.ts';

/**
 * At most `points` calls in `seconds`, counted apart for each of `by`. `device` counts only clients that have signed in
 * to the account of the input's address before. `guest` counts the networks of callers without an account.
 */
export interface CallLimit {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
  readonly by: readonly ('ip' | 'email' | 'user' | 'guest' | 'device')[];
  /** Skips clients that have signed in to the account before, so that strangers cannot lock them out. */
  readonly of?: 'unknown clients';
}

/**
 * Counts a call against the limits of its procedure and runs it. Replays are free: a call over a limit goes on if its
 * Idempotency-Key is known, and a replay gives back its counts.
 *
 * @throws RATE_LIMITED
 */
export async function countCall<Result>(call: Call, run: () => Promise<Result>): Promise<Result> {
  const { ctx, meta } = call;
  const { limits } = meta ?? {};
  if (!limits || ctx.shop.settings.rateLimits === 'off') return run();
  // Noted before it is counted, because calls that arrive together are counted together.
  const earlier = running(call);
  return noteRunning(call, countAndRun(call, limits, earlier, run));
}

async function countAndRun<Result>(
  call: Call,
  limits: readonly CallLimit[],
  earlier: Promise<unknown> | undefined,
  run: () => Promise<Result>,
): Promise<Result> {
  const { ctx, path } = call;
  const uses: CountedUse[] = [];
  const device = await deviceOf(call, limits);
  for (const limit of limits) {
    if (limit.of === 'unknown clients' && device !== undefined) continue;
    for (const by of limit.by) {
      const key = by === 'device' ? device : await limitKey(call, by);
      if (key === undefined) continue;
      const use = await countUse(ctx, limit, by, key);
      uses.push(use);
      if (use.wait === 0) continue;
      const refusal = refusalOf(limit, by, use.wait);
      // The first call with this key may still run.
      await earlier;
      if (!(await isKnownKey(call))) {
        ctx.shop.log.info({ procedure: path, limit: limit.name, requestId: ctx.request.requestId }, 'rate limited');
        throw refusal;
      }
      if (ctx.call) ctx.call.overLimit = refusal;
    }
  }
  const result = await run();
  if (ctx.call?.isReplay) for (const use of uses) await use.giveBack();
  return result;
}

const firstCalls = new WeakMap<Shop, Map<string, Promise<unknown>>>();

/** Resolves after this process's running call with the same Idempotency-Key; undefined if there is none. */
function running({ ctx, path }: Call): Promise<unknown> | undefined {
  return firstCalls.get(ctx.shop)?.get(nameOf(ctx, path));
}

function noteRunning<Result>({ ctx, path }: Call, result: Promise<Result>): Promise<Result> {
  if (ctx.request.idempotencyKey === undefined) return result;
  const calls = firstCalls.get(ctx.shop) ?? new Map<string, Promise<unknown>>();
  firstCalls.set(ctx.shop, calls);
  const name = nameOf(ctx, path);
  if (calls.has(name)) return result;
  const noted = result.finally(() => calls.delete(name));
  calls.set(
    name,
    noted.catch(() => {}),
  );
  return noted;
}

function nameOf({ request }: Context, path: string): string {
  return JSON.stringify([path, request.accessToken, request.cartToken, request.idempotencyKey]);
}

/** Counts a call of an API key. @throws RATE_LIMITED */
export async function countKeyCall(ctx: Context, path: string, callerId: string): Promise<void> {
  const limit: CallLimit = { name: 'key', points: ctx.shop.settings.clientCallsPerMinute, seconds: 60, by: ['user'] };
  const { wait } = await countUse(ctx, limit, 'user', callerId);
  if (wait === 0) return;
  ctx.shop.log.info({ procedure: path, limit: limit.name, requestId: ctx.request.requestId }, 'rate limited');
  throw refusalOf(limit, 'user', wait);
}

type By = CallLimit['by'][number];

const limiters = new WeakMap<Shop, Map<string, RateLimiter>>();

function countUse({ shop }: Context, limit: CallLimit, by: By, key: string): Promise<CountedUse> {
  const known = limiters.get(shop) ?? new Map<string, RateLimiter>();
  limiters.set(shop, known);
  const name = `${limit.name}:${by}`;
  const limiter = known.get(name) ?? shop.db.rateLimiter({ ...limit, name });
  known.set(name, limiter);
  return limiter.consume(key);
}

/** The id of a client that has signed in to the account of the input's address before. */
async function deviceOf({ ctx, getRawInput }: Call, limits: readonly CallLimit[]): Promise<string | undefined> {
  if (!limits.some(({ by }) => by.includes('device')) || ctx.request.deviceToken === undefined) return undefined;
  const email = emailIn(await getRawInput());
  return email === undefined ? undefined : ctx.recognise(email);
}

function refusalOf({ name, points, seconds }: CallLimit, by: By, wait: number) {
  const policy = { name: `${name}:${by}`, calls: points, seconds };
  return kernelFailures.RATE_LIMITED({ retryAfter: Math.ceil(wait / 1_000), policy });
}

async function limitKey({ ctx, getRawInput }: Call, by: Exclude<By, 'device'>): Promise<string | undefined> {
  switch (by) {
    case 'ip':
      return networkOf(ctx.request.ip);
    case 'user': {
      const caller = await ctx.identify();
      return caller ? actorOfCaller(caller) : undefined;
    }
    case 'guest':
      return (await ctx.identify()) ? undefined : networkOf(ctx.request.ip);
    case 'email': {
      const email = emailIn(await getRawInput());
      // Hashed, because the count outlives the person's account.
      return email === undefined ? undefined : hashSecret(emailKey(email));
    }
  }
}
