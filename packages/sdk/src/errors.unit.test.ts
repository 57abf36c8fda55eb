import { expect, test } from 'vitest';
import { CartwrightError, isFailure } from './errors.ts';

const short = new CartwrightError('There is less in stock.', {
  code: 'INSUFFICIENT_STOCK',
  procedure: 'orders.place',
  status: 409,
  facts: { available: 2, lines: [] },
});

test('a code tells the type of its facts', () => {
  const error: unknown = short;
  if (!isFailure(error, 'INSUFFICIENT_STOCK')) throw error;
  const available: number = error.facts.available;
  expect(available).toBe(2);
  // @ts-expect-error there is no such fact
  expect(error.facts.availabel).toBeUndefined();
});

test('several codes are told apart', () => {
  const describe = (error: unknown): string => {
    if (!isFailure(error, 'INSUFFICIENT_STOCK', 'RATE_LIMITED', 'NETWORK')) return 'other';
    switch (error.code) {
      case 'INSUFFICIENT_STOCK':
        return `${error.facts.available} left`;
      case 'RATE_LIMITED':
        return `in ${error.facts.retryAfter} s`;
      case 'NETWORK':
        return error.message;
    }
  };
  expect(describe(short)).toBe('2 left');
  expect(describe(new Error('x'))).toBe('other');
});

test('without a code every error of the shop fits, and no other', () => {
  expect(isFailure(short)).toBe(true);
  expect(isFailure(short, 'NETWORK')).toBe(false);
  expect(isFailure(new Error('x'))).toBe(false);
});

test('codes that do not exist do not compile', () => {
  // @ts-expect-error a slip of the pen
  expect(isFailure(short, 'INSUFICIENT_STOCK')).toBe(false);
});

test.each([
  ['NETWORK', 0, true],
  ['NETWORK', 503, true],
  ['NETWORK', 404, false],
  ['RATE_LIMITED', 429, true],
  ['UNAVAILABLE', 503, true],
  ['IDEMPOTENCY_IN_PROGRESS', 409, true],
  ['INSUFFICIENT_STOCK', 409, false],
  ['INTERNAL', 500, false],
])('%s with status %i: the same call may succeed later: %s', (code, status, expected) => {
  expect(new CartwrightError('', { code, status, procedure: 'p' }).isRetryable).toBe(expected);
});

test('issues are there for bad input only', () => {
  const issues = [{ path: 'email', message: 'is missing', code: 'invalid_type' }];
  expect(new CartwrightError('', { code: 'VALIDATION', procedure: 'p', facts: { issues } }).issues).toEqual(issues);
  expect(short.issues).toEqual([]);
});
