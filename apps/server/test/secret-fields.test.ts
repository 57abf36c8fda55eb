import { appRouter } from '@cartwright/api';
import { rowCounts } from '@cartwright/api/testing';
import { operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
afterAll(() => server.close());

const operations = operationsOf(appRouter);
const withSecrets = operations.flatMap((operation) =>
  operation.secretFields.map((field) => [operation, field] as const),
);
const tellingNames = /password|secret|token|^code$/i;
/** Shops print the codes of promotions in advertisements. */
const promotionCodes = new Set(['cart.applyCode.code', 'cart.removeCode.code']);

let authorization = '';
beforeAll(async () => {
  authorization = `Bearer ${(await server.signUp({ role: 'admin' })).accessToken}`;
});

test('every field whose name says that it opens something is marked as a secret', () => {
  const unmarked = operations.flatMap(({ name, input, secretFields }) =>
    Object.keys(input?.shape ?? {})
      .filter((field) => tellingNames.test(field) && !secretFields.includes(field))
      .map((field) => `${name}.${field}`)
      .filter((field) => !promotionCodes.has(field)),
  );
  expect(unmarked).toEqual([]);
  expect(withSecrets.length).toBeGreaterThan(10);
});

describe.for(withSecrets.map(([operation, field]) => [`${operation.name}.${field}`, operation, field] as const))(
  '%s',
  ([, { name, method, path, pathFields }, field]) => {
    const id = '0190b0a0-0000-7000-8000-000000000000';
    const rest = pathFields.reduce((address, parameter) => address.replace(`{${parameter}}`, id), path);
    const value = field === 'code' ? '123456' : 'correct horse';

    test('is refused in the address of REST by its name, and nothing happens', async () => {
      const before = await rowCounts(server.shop.db);
      for (const body of [undefined, '{}', JSON.stringify({ [field]: value })]) {
        const response = await fetch(`${server.url}/api/v1${rest}?${field}=${encodeURIComponent(value)}`, {
          method,
          headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
          ...(body !== undefined && { body }),
        });
        expect(response.status).toBe(422);
        expect(await response.json()).toMatchObject({
          code: 'VALIDATION',
          issues: [{ path: field, code: 'secret_in_address' }],
        });
      }
      expect(await rowCounts(server.shop.db)).toEqual(before);
    });

    test('is not read from the address of tRPC', async () => {
      const before = await rowCounts(server.shop.db);
      const input = encodeURIComponent(JSON.stringify({ json: { [field]: value } }));
      for (const verb of ['GET', 'POST']) {
        const response = await fetch(`${server.url}/trpc/${name}?input=${input}`, {
          method: verb,
          headers: { authorization },
        });
        expect(response.status, verb).toBeGreaterThanOrEqual(400);
      }
      expect(await rowCounts(server.shop.db)).toEqual(before);
    });
  },
);

test('an account is deleted with the password in the body of a DELETE, and not with one in the address', async () => {
  const { accessToken, caller } = await server.signUp();
  const erase = (query: string, body: object) =>
    fetch(`${server.url}/api/v1/auth/me${query}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await erase('?password=correct%20horse', {})).status).toBe(422);
  await caller.auth.me();
  expect((await erase('', { password: 'correct horse' })).ok).toBe(true);
});
