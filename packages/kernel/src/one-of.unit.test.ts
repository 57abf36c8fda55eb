import { expect, test } from 'vitest';
import { z } from 'zod';
import { oneOf } from './one-of.ts';

const schema = oneOf(
  { note: z.string().optional() },
  [{ amount: z.number() }, { lines: z.array(z.string()), restock: z.boolean().default(false) }, {}],
  (given) => ({ path: given[0] ?? 'amount', message: `not ${given.join(' and ')}` }),
);

test('an input with the fields of one choice passes, and one with those of two does not', () => {
  expect(schema.parse({ amount: 1 })).toEqual({ amount: 1, restock: false });
  expect(schema.parse({ lines: ['a'], restock: true, note: 'x' })).toMatchObject({ lines: ['a'], restock: true });
  expect(schema.parse({})).toMatchObject({});
  const { error } = schema.safeParse({ amount: 1, lines: ['a'] });
  expect(error?.issues).toMatchObject([{ path: ['amount'], message: 'not amount and lines' }]);
  expect(schema.safeParse({ amount: 1, restock: true }).success).toBe(false);
  expect(schema.safeParse({ restock: true }).success).toBe(false);
});

test('a field that is given its default counts as left out', () => {
  expect(schema.safeParse({ amount: 1, restock: false }).success).toBe(true);
});

test('an unknown field is refused', () => {
  expect(schema.safeParse({ amount: 1, colour: 'red' }).success).toBe(false);
});
