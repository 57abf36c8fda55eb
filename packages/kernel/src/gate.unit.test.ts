import { expect, test } from 'vitest';
import { restAfter } from './busyness.ts';
import { createGate } from './gate.ts';

test('a place rests after its work before the next in line gets it, and its caller does not wait for that', async () => {
  const order: string[] = [];
  const gate = createGate({
    running: 1,
    waiting: 5,
    rest: () => {
      order.push('rest');
      return 30;
    },
  });
  const work = (name: string) => gate(async () => void order.push(name)).then(() => order.push(`${name} is answered`));
  await Promise.all([work('first'), work('second')]);
  expect(order).toEqual(['first', 'rest', 'first is answered', 'second', 'rest', 'second is answered']);
});

test('while the process is busy hashing takes a quarter of its places at most, and otherwise all of them', () => {
  let busy = 0.2;
  const rest = restAfter(() => busy);
  expect(rest(40)).toBe(0);
  busy = 0.9;
  const took = 40;
  expect(took / (took + rest(took))).toBeLessThanOrEqual(0.25);
});

test('work that fails frees its place too', async () => {
  const gate = createGate({ running: 1, waiting: 1 });
  await expect(gate(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await gate(async () => 'next')).toBe('next');
});
