import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineFailures, failure, kernelFailures } from './failures.ts';

const reserved = 'type title status detail instance code requestId trpcCode httpStatus issues'.split(' ');

test('a fact with a reserved name does not compile', () => {
  // @ts-expect-error the problem document has a status of its own
  failure('CONFLICT', 'The order is shipped.', { status: z.string() });
  // @ts-expect-error only VALIDATION has issues
  failure('CONFLICT', 'The order is shipped.', { issues: z.array(z.string()) });
  // @ts-expect-error one good name does not excuse a reserved one
  failure('CONFLICT', 'The order is shipped.', { from: z.string(), detail: z.string() });
});

test.each(reserved)('a fact called %s is refused when the failure is defined', (name) => {
  const definition = { kind: 'CONFLICT', detail: 'No.', facts: z.object({ [name]: z.string() }) } as const;
  expect(() => defineFailures({ TAKEN: definition })).toThrow(`TAKEN has a fact called ${name}`);
});

test('VALIDATION alone has issues', () => {
  const issues = [{ path: 'name', message: 'Enter at least 2 characters.', code: 'too_small' }];
  expect(kernelFailures.VALIDATION({ issues }).facts).toEqual({ issues });
});
