import { isLockTimeout, isUnavailable, refuseNesting, type Transaction } from '@cartwright/db';
import { type BatchLimits, createBatches } from './batches.ts';
import type { GuestContext } from './context.ts';
import { Failure, kernelFailures } from './failures.ts';
import { claimKeys, keepResponses, nameOfKey, releaseKeys } from './idempotency-keys.ts';
import { currentOrigin, type Origin } from './origin.ts';
import { claimsOf, type Operation, type OwnClaim, replay, responseOf } from './replay.ts';
import type { Shop } from './shop.ts';

/** One call of a list. */
export interface ListedCall<Ctx extends GuestContext = GuestContext, Input = unknown> {
  readonly ctx: Ctx;
  readonly input: Input;
  /** The request behind the call. The jobs of the call inherit it. */
  readonly origin: Origin | undefined;
}

/** A verb for lists of calls that share one transaction. A list takes as many statements as one call. */
export interface Phases<Call extends ListedCall, Facts, Plan, Result> {
  operation(call: Call): Operation<Result>;
  /**
   * Locks and reads everything that the calls need, and writes nothing. All verbs lock in one order: idempotency keys,
   * which are locked before this, then carts, variants and balances, each sorted.
   */
  read(tx: Transaction, calls: readonly Call[]): Promise<Facts>;
  /**
   * Returns the function that decides each call, in the order of arrival. It counts what earlier calls of the list got.
   * A refused call gets nothing.
   */
  decider(facts: Facts): (call: Call) => Plan | Failure;
  /** Writes the accepted plans. Returns one result for each, in the same order. */
  write(tx: Transaction, accepted: readonly Accepted<Call, Plan>[]): Promise<readonly Result[]>;
  /**
   * Explains an error that ended the transaction of one call: the failure that it means, or `again` if a concurrent
   * transaction inserted a row that `read` found missing.
   */
  explain?(error: unknown): Failure | 'again' | undefined;
}

export interface Accepted<Call extends ListedCall, Plan> {
  readonly call: Call;
  readonly plan: Plan;
}

type Outcome<Result> = PromiseSettledResult<Result>;

/** A call with the keys that it claims, if it has any. */
interface Keyed<Call extends ListedCall, Result> {
  readonly call: Call;
  readonly claims: readonly OwnClaim<Result>[];
}

/** Runs of a call that loses to concurrent transactions. */
const mostRuns = 3;

export function listCall<Ctx extends GuestContext, Input>(ctx: Ctx, input: Input): ListedCall<Ctx, Input> {
  return { ctx, input, origin: currentOrigin() };
}

/** The shop of a list of calls, which is the same for all of them. */
export function shopOf([first]: readonly ListedCall[]): Shop {
  if (!first) throw new Error('A list has at least one call.');
  return first.ctx.shop;
}

/**
 * Runs one call as a list of one.
 *
 * @throws the failure for which the call is refused
 */
export async function runAlone<Call extends ListedCall, Facts, Plan, Result>(
  call: Call,
  phases: Phases<Call, Facts, Plan, Result>,
): Promise<Result> {
  const [outcome] = await runTogether(call.ctx.shop, [call], phases);
  if (outcome?.status !== 'fulfilled') throw outcome?.reason;
  return outcome.value;
}

/** SQLite has one writer. On Postgres, one batch computes while the other waits for its answer. */
const limits: Record<Shop['db']['dialect'], BatchLimits> = {
  sqlite: { lanes: 1, size: 50 },
  postgres: { lanes: 2, size: 50 },
};

/**
 * Returns a function that runs a call together with the calls that wait at the same time. A call that comes alone runs
 * alone at once.
 *
 * @throws the failure for which the call is refused
 * @example
 * const place = batched(placing);
 * const order = await place(listCall(ctx, input));
 */
export function batched<Call extends ListedCall, Facts, Plan, Result>(
  phases: Phases<Call, Facts, Plan, Result>,
): (call: Call) => Promise<Result> {
  const queues = new WeakMap<Shop, (call: Call) => Promise<Result>>();
  return (call) => {
    refuseNesting();
    const { shop } = call.ctx;
    const known = queues.get(shop);
    if (known) return known(call);
    const add = createBatches(limits[shop.db.dialect], (calls: readonly Call[]) => runTogether(shop, calls, phases));
    queues.set(shop, add);
    return add(call);
  };
}

/**
 * Runs a list of calls in one transaction, each once for its Idempotency-Key. A refused call writes nothing, not even
 * the claim of its key. An unexpected error in a list of several makes each call run alone.
 *
 * @returns the outcome of each call, in the order of the list. A refusal is a rejection with its failure
 */
export async function runTogether<Call extends ListedCall, Facts, Plan, Result>(
  shop: Shop,
  calls: readonly Call[],
  phases: Phases<Call, Facts, Plan, Result>,
): Promise<Outcome<Result>[]> {
  const list = calls.map((call): Keyed<Call, Result> => {
    return { call, claims: claimsOf(call.ctx, phases.operation(call)) };
  });
  const open = list.filter(({ call }) => !call.ctx.call?.overLimit);
  const outcomes = open.length > 0 ? await runOpen(shop, open, phases) : [];
  return Promise.all(list.map(async (one) => outcomes[open.indexOf(one)] ?? settled(replayOverLimit(one))));
}

/** Answers a call that a limit refuses, if it is a replay. */
async function replayOverLimit<Call extends ListedCall, Result>(one: Keyed<Call, Result>): Promise<Result> {
  const replayed = await replayOf(one);
  if (replayed) return replayed.answer;
  throw one.call.ctx.call?.overLimit ?? new Error('No limit refuses this call.');
}

async function runOpen<Call extends ListedCall, Facts, Plan, Result>(
  shop: Shop,
  list: readonly Keyed<Call, Result>[],
  phases: Phases<Call, Facts, Plan, Result>,
): Promise<Outcome<Result>[]> {
  for (let runs = 1; ; runs += 1) {
    try {
      const steps = await transact(shop, list, phases);
      const replayOrRun = async (one: Keyed<Call, Result>): Promise<Result> => {
        const replayed = await replayOf(one);
        // The key is free if it expired in between, or if the call of this list that claimed it was refused.
        return replayed ? replayed.answer : runOne(shop, one, phases);
      };
      return await Promise.all(list.map(async (one) => steps.get(one) ?? settled(replayOrRun(one))));
    } catch (error) {
      // Each alone would wait for the database as long again.
      if (list.length > 1 && !isUnavailable(error)) {
        shop.log.warn(
          { err: error, calls: list.length },
          'calls that shared a transaction failed, and each runs alone',
        );
        return runEach(shop, list, phases);
      }
      const meaning = phases.explain?.(error);
      if (meaning === 'again' && runs < mostRuns) continue;
      const reason = meaning instanceof Failure ? meaning : error;
      return list.map(() => ({ status: 'rejected', reason }));
    }
  }
}

/** Runs each call alone, at the same time, so that a call that waits for a lock does not delay the others again. */
function runEach<Call extends ListedCall, Facts, Plan, Result>(
  shop: Shop,
  list: readonly Keyed<Call, Result>[],
  phases: Phases<Call, Facts, Plan, Result>,
): Promise<Outcome<Result>[]> {
  return Promise.allSettled(list.map((one) => runOne(shop, one, phases)));
}

async function runOne<Call extends ListedCall, Facts, Plan, Result>(
  shop: Shop,
  one: Keyed<Call, Result>,
  phases: Phases<Call, Facts, Plan, Result>,
): Promise<Result> {
  const [outcome] = await runOpen(shop, [one], phases);
  if (outcome?.status !== 'fulfilled') throw outcome?.reason;
  return outcome.value;
}

async function replayOf<Call extends ListedCall, Result>({ call, claims }: Keyed<Call, Result>) {
  for (const claim of claims) {
    const replayed = await replay(call.ctx, claim);
    if (replayed) return replayed;
  }
  return undefined;
}

async function settled<Result>(work: Promise<Result>): Promise<Outcome<Result>> {
  const [outcome] = await Promise.allSettled([work]);
  return outcome;
}

/** The outcomes of one transaction. Calls whose keys were used before have none. */
type Steps<Call extends ListedCall, Result> = ReadonlyMap<Keyed<Call, Result>, Outcome<Result>>;

/** Rolls back a transaction that accepted no call. */
class NothingAccepted extends Error {}

async function transact<Call extends ListedCall, Facts, Plan, Result>(
  shop: Shop,
  list: readonly Keyed<Call, Result>[],
  phases: Phases<Call, Facts, Plan, Result>,
): Promise<Steps<Call, Result>> {
  let steps: Steps<Call, Result> = new Map();
  try {
    await shop.db.transact(async (tx) => {
      steps = new Map();
      const { accepted, refused, halfClaimed } = await decideFirst(tx, list, phases);
      steps = new Map(refused.map(({ one, reason }) => [one, { status: 'rejected', reason }]));
      if (accepted.length === 0) throw new NothingAccepted();
      const written = await writeAccepted(tx, accepted, phases);
      steps = new Map([...steps, ...written]);
      releaseKeys(tx, [...refused.flatMap(({ one }) => one.claims.map(({ claim }) => claim)), ...halfClaimed]);
    });
  } catch (error) {
    if (!(error instanceof NothingAccepted)) throw error;
  }
  return steps;
}

/** Locks, reads and decides. A later call with the key of an earlier one is left out. */
async function decideFirst<Call extends ListedCall, Facts, Plan, Result>(
  tx: Transaction,
  list: readonly Keyed<Call, Result>[],
  phases: Phases<Call, Facts, Plan, Result>,
) {
  const taken = new Set<string>();
  const firsts = list.filter((one) => {
    const names = namesOf(one);
    const isFirst = names.every((name) => !taken.has(name));
    if (isFirst) for (const name of names) taken.add(name);
    return isFirst;
  });
  const claims = firsts.flatMap((one) => one.claims.map(({ claim }) => claim));
  const calls = firsts.map(({ call }) => call);
  // Sent together, because the claims are mostly free and waiting for them would cost a round trip.
  const [claimed, read] = await Promise.allSettled([claimKeys(tx, claims), phases.read(tx, calls)]);
  if (claimed.status === 'rejected') {
    throw isLockTimeout(claimed.reason) ? kernelFailures.IDEMPOTENCY_IN_PROGRESS({}) : claimed.reason;
  }
  const fresh = firsts.filter((one) => namesOf(one).every((name) => claimed.value.has(name)));
  const freshNames = new Set(fresh.flatMap(namesOf));
  if (fresh.length === 0) throw new NothingAccepted();
  if (read.status === 'rejected') throw read.reason;

  const decide = phases.decider(read.value);
  const decided = fresh.map((one) => ({ one, call: one.call, plan: decide(one.call) }));
  return {
    accepted: decided.flatMap(({ plan, ...rest }) => (plan instanceof Failure ? [] : { ...rest, plan })),
    refused: decided.flatMap(({ one, plan }) => (plan instanceof Failure ? { one, reason: plan } : [])),
    /** Claims of calls that are replays by another of their keys. */
    halfClaimed: claims.filter((claim) => claimed.value.has(nameOfKey(claim)) && !freshNames.has(nameOfKey(claim))),
  };
}

function namesOf<Call extends ListedCall, Result>({ claims }: Keyed<Call, Result>): string[] {
  return claims.map(({ claim }) => nameOfKey(claim));
}

async function writeAccepted<Call extends ListedCall, Facts, Plan, Result>(
  tx: Transaction,
  accepted: readonly (Accepted<Call, Plan> & { readonly one: Keyed<Call, Result> })[],
  { write }: Phases<Call, Facts, Plan, Result>,
): Promise<[Keyed<Call, Result>, Outcome<Result>][]> {
  const results = await write(tx, accepted);
  if (results.length !== accepted.length) throw new Error('Each accepted call has one result.');
  const responses = results.flatMap((result, index) => {
    const { claims = [] } = accepted[index]?.one ?? {};
    return claims.flatMap((one) => {
      const response = responseOf(one, result);
      return response === null ? [] : { ...one.claim, response };
    });
  });
  keepResponses(tx, responses);
  return accepted.map(({ one }, index) => [one, { status: 'fulfilled', value: results[index] as Result }]);
}
