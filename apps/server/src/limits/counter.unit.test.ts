import { expect, test } from 'vitest';
import { createCounter } from './counter.ts';

test('a client may use its quota once a minute, whatever others do', () => {
  let now = 0;
  const counter = createCounter(10, () => now);
  expect(counter.take('ada', 4)).toEqual({ isOver: false, left: 6, seconds: 60 });
  now = 20_500;
  expect(counter.take('ada', 6)).toEqual({ isOver: false, left: 0, seconds: 40 });
  expect(counter.take('ada', 1)).toEqual({ isOver: true, left: 0, seconds: 40 });
  expect(counter.take('bob', 1)).toEqual({ isOver: false, left: 9, seconds: 60 });
  now = 60_000;
  expect(counter.take('ada', 1)).toEqual({ isOver: false, left: 9, seconds: 60 });
});

test('what is refused uses nothing up', () => {
  const counter = createCounter(10, () => 0);
  counter.take('ada', 8);
  expect(counter.take('ada', 3)).toEqual({ isOver: true, left: 2, seconds: 60 });
  expect(counter.take('ada', 2)).toEqual({ isOver: false, left: 0, seconds: 60 });
});

test('the wait is never longer than a window when the clock counts fractions of milliseconds', () => {
  let now = 0;
  const counter = createCounter(10, () => now);
  const waits = Array.from({ length: 2_000 }, (_, index) => {
    now = index * 1_234.567_891;
    return counter.take(`client-${index}`, 1).seconds;
  });
  expect(Math.max(...waits)).toBe(60);
});
