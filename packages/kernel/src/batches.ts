import { AsyncResource } from 'node:async_hooks';
import { setImmediate as endOfTurn } from 'node:timers/promises';

export interface BatchLimits {
  /** Batches that run at the same time. */
  readonly lanes: number;
  /** Items of one batch. */
  readonly size: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  /** The async context of the caller, which has its trace. */
  readonly caller: AsyncResource;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

// A batch of several belongs to none of its callers, and runs in the async context of none.
const outside = new AsyncResource('Batches');

/**
 * Runs items that wait at the same time as one batch. An item that finds a free lane waits only for the end of the
 * event loop's turn, so that items that arrived with it join it. The others wait until a lane is free, and then go
 * together. Batches take items in the order of their arrival. An item alone runs in the async context of its caller.
 *
 * @param run returns one outcome for each item, in the same order. If it throws, all items of the batch are rejected
 * @example
 * const find = createBatches({ lanes: 1, size: 50 }, async (ids: readonly string[]) => settle(await findAll(ids)));
 * const [one, other] = await Promise.all([find('1'), find('2')]); // one call of findAll
 */
export function createBatches<Item, Result>(
  { lanes, size }: BatchLimits,
  run: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running = 0;

  async function work(): Promise<void> {
    do {
      await endOfTurn();
      await runBatch(waiting.splice(0, size));
    } while (waiting.length > 0);
    running -= 1;
  }

  async function runBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      const items = batch.map(({ item }) => item);
      const [only] = batch.length === 1 ? batch : [];
      const outcomes = await (only ? only.caller.runInAsyncScope(() => run(items)) : run(items));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome?.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome?.reason ?? new Error('Each item of a batch has one outcome.'));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, caller: new AsyncResource('Batched call'), resolve, reject });
      if (running >= lanes) return;
      running += 1;
      outside.runInAsyncScope(() => void work());
    });
}
