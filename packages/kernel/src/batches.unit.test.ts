import { AsyncLocalStorage } from 'node:async_hooks';
import { inFlight } from '@cartwright/db/testing';
import { expect, test } from 'vitest';
import { createBatches } from './batches.ts';

/** Batches that end when the test says so. */
function held(lanes: number, size: number) {
  const begun: { readonly items: readonly number[]; end(): void }[] = [];
  const add = createBatches({ lanes, size }, async (items: readonly number[]) => {
    await new Promise<void>((end) => begun.push({ items, end }));
    return Promise.allSettled(items.map(async (item) => item * 10));
  });
  const itemsOf = () => begun.map(({ items }) => items);
  return { add, itemsOf, endLast: () => begun.at(-1)?.end(), begun };
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test('an item that comes alone runs alone in the same turn of the event loop', async () => {
  const { add, itemsOf, endLast } = held(1, 10);
  const result = inFlight(add(1));
  await turn();
  expect(itemsOf()).toEqual([[1]]);
  endLast();
  expect(await result).toBe(10);
});

test('items of one turn of the event loop run together, in the order of their arrival', async () => {
  const { add, itemsOf, endLast } = held(2, 10);
  const results = inFlight([3, 1, 2].map(add));
  await turn();
  expect(itemsOf()).toEqual([[3, 1, 2]]);
  endLast();
  expect(await Promise.all(results)).toEqual([30, 10, 20]);
});

test('items that find every lane taken go together when one is free, at most as many as a batch takes', async () => {
  const { add, itemsOf, begun } = held(2, 3);
  const results = [];
  for (const item of [1, 2]) {
    results.push(add(item));
    await turn();
  }
  for (const item of [3, 4, 5, 6]) {
    results.push(add(item));
    await turn();
  }
  expect(itemsOf()).toEqual([[1], [2]]);
  begun[1]?.end();
  await turn();
  expect(itemsOf()).toEqual([[1], [2], [3, 4, 5]]);
  begun[0]?.end();
  await turn();
  expect(itemsOf()).toEqual([[1], [2], [3, 4, 5], [6]]);
  for (const { end } of begun) end();
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50, 60]);
});

test('each item gets its own outcome', async () => {
  const add = createBatches({ lanes: 1, size: 9 }, async (items: readonly number[]) =>
    Promise.allSettled(
      items.map(async (item) => {
        if (item === 2) throw new Error('Two is refused.');
        return item;
      }),
    ),
  );
  const outcomes = await Promise.allSettled([add(1), add(2), add(3)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('an error of a batch rejects its items and leaves the lane free', async () => {
  let fails = true;
  const add = createBatches({ lanes: 1, size: 9 }, async (items: readonly number[]) => {
    if (fails) throw new Error('The batch failed.');
    return Promise.allSettled(items.map(async (item) => item));
  });
  const outcomes = await Promise.allSettled([add(1), add(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await add(3)).toBe(3);
});

test('an item without an outcome is rejected', async () => {
  const add = createBatches<number, number>({ lanes: 1, size: 9 }, async () => []);
  await expect(add(1)).rejects.toThrow('Each item of a batch has one outcome.');
});

test('an item alone runs in the async context of its caller, and a batch of several in none', async () => {
  const storage = new AsyncLocalStorage<string>();
  const add = createBatches({ lanes: 1, size: 9 }, async (items: readonly number[]) =>
    Promise.allSettled(items.map(async () => storage.getStore())),
  );
  expect(await storage.run('the only caller', () => add(1))).toBe('the only caller');
  const both = [storage.run('one caller', () => add(1)), storage.run('another caller', () => add(2))];
  expect(await Promise.all(both)).toEqual([undefined, undefined]);
});
