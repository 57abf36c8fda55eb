import type { Transaction } from '@cartwright/db';
import type { GuestContext, UserContext } from './context.ts';
import { listCall, runAlone } from './phases.ts';
import type { Operation, Recall } from './replay.ts';

export type { Recall } from './replay.ts';

type Recalled<Result> = Operation<Result> & { readonly recall: Recall<Result> };

/**
 * Runs `work` in a transaction, once for each Idempotency-Key of this caller. A second call with the same input changes
 * nothing and gets the answer of `recall` or the stored answer. A concurrent second call waits for the first. Without a
 * key `work` simply runs.
 *
 * `work` begins before the key is known to be new, and must change nothing outside `tx`. Only success is remembered,
 * because a failure leaves nothing behind that a retry could repeat. A verb that must be fast uses `Phases` instead.
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
  return runAlone(listCall(ctx, operation.input), {
    operation: () => operation,
    read: (tx) => work(tx),
    decider: (result) => () => ({ result }),
    write: async (_tx, accepted) => accepted.map(({ plan }) => plan.result),
  });
}
