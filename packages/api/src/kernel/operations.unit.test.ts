import { expect, test } from 'vitest';
import { z } from 'zod';
import { operationsOf } from './operations.ts';
import { publicProcedure, router } from './procedures.ts';

const read = (rest: `GET /${string}`, name: string) =>
  publicProcedure({ rest, summary: 'Read' })
    .input(z.strictObject({ [name]: z.string() }))
    .output(z.void())
    .query(() => {});

test('a parameter of a path has one name for all methods and sub-paths', () => {
  const one = read('GET /things/{idOrSlug}', 'idOrSlug');
  expect(operationsOf(router({ one, two: read('GET /things/{idOrSlug}/parts', 'idOrSlug') }))).toHaveLength(2);
  const other = router({ one, two: read('GET /things/{id}/parts', 'id') });
  expect(() => operationsOf(other)).toThrow(
    'two has the path /things/{id}, which another calls /things/{idOrSlug}. Use one name.',
  );
});
