import { expect, test } from 'vitest';
import { z } from 'zod';
import { operationsOf } from './operations.ts';
import { publicProcedure, router } from './procedures.ts';

const reads = (rest: `GET /${string}`, name: string) =>
  publicProcedure({ rest, summary: 'Read' })
    .input(z.strictObject({ [name]: z.string() }))
    .output(z.void())
    .query(() => {});

test('a procedure that creates something says where it is read, and something reads it', () => {
  const creates = (location: `/${string}`) =>
    publicProcedure({ rest: 'POST /things', status: 201, idempotent: true, location, summary: 'Create' })
      .output(z.object({ id: z.string() }))
      .mutation(() => ({ id: '1' }));
  const read = reads('GET /things/{idOrSlug}', 'idOrSlug');
  expect(operationsOf(router({ read, create: creates('/things/{id}') }))).toHaveLength(2);
  expect(() => operationsOf(router({ read, create: creates('/things/{name}') }))).toThrow(
    'create has name in its location, which is neither in its answer nor in its path.',
  );
  expect(() => operationsOf(router({ read, create: creates('/parts/{id}') }))).toThrow(
    'create has the location /parts/{id}, which no procedure reads.',
  );
});

test('a parameter of a path has one name for all methods and sub-paths', () => {
  const one = reads('GET /things/{idOrSlug}', 'idOrSlug');
  expect(operationsOf(router({ one, two: reads('GET /things/{idOrSlug}/parts', 'idOrSlug') }))).toHaveLength(2);
  const other = router({ one, two: reads('GET /things/{id}/parts', 'id') });
  expect(() => operationsOf(other)).toThrow(
    'two has the path /things/{id}, which another calls /things/{idOrSlug}. Use one name.',
  );
});
