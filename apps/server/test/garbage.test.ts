import { appRouter } from '@cartwright/api';
import { rowCounts, type SignedUp } from '@cartwright/api/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, addressOf, askRaw, type Surface, surfaces } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({}, { worker: false });
// A procedure with a file takes no JSON, and has tests of its own.
const operations = operationsOf(appRouter).filter(({ meta }) => meta.maxFileBytes === undefined);
let admin: SignedUp;
let before: Record<string, number>;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
  before = await rowCounts(server.shop.db);
});
afterAll(() => server.close());

type Body = NonNullable<RequestInit['body']>;

const withInput = operations.filter(({ input }) => input);
// A procedure with a file takes a form, and the tests of images send it garbage.
const hasRestBody = ({ method, input, meta }: Operation) => input && method !== 'GET' && !meta.maxFileBytes;
const hasTrpcBody = ({ kind, meta }: Operation) => kind === 'mutation' && !meta.maxFileBytes;
const anyId = '019a0000-0000-7000-8000-000000000001';

/** Sends `body` unchanged to a procedure, with every path parameter set. */
function send(surface: Surface, operation: Operation, body: Body, contentType = 'application/json'): Promise<Answer> {
  const inPath = Object.fromEntries(operation.pathFields.map((field) => [field, anyId]));
  const address = surface === 'rest' ? addressOf(surface, operation, inPath) : `/trpc/${operation.name}`;
  return askRaw(surface, `${server.url}${address}`, {
    method: surface === 'rest' ? operation.method : 'POST',
    headers: { 'content-type': contentType, authorization: `Bearer ${admin.accessToken}` },
    body,
  });
}

/** Sends `query` unchanged, with every path parameter set. */
function get(surface: Surface, operation: Operation, query: string): Promise<Answer> {
  const inPath = Object.fromEntries(operation.pathFields.map((field) => [field, anyId]));
  const address = surface === 'rest' ? addressOf(surface, operation, inPath) : `/trpc/${operation.name}`;
  return askRaw(surface, `${server.url}${address}?${query}`, {
    method: surface === 'rest' ? operation.method : 'GET',
    headers: { authorization: `Bearer ${admin.accessToken}` },
  });
}

/** Wraps JSON for tRPC, and leaves it unchanged for REST. */
const wrap = (surface: Surface, json: string) => (surface === 'trpc' ? `{"json":${json}}` : json);

/** Lists the problems of a failure; empty if it is as documented. */
function problemsOf(surface: Surface, what: string, answer: Answer, status: number, code: string): string[] {
  const { failure = {}, headers, text } = answer;
  const requestId = headers.get('x-request-id');
  const common =
    surface === 'rest'
      ? { status, code, requestId, contentType: 'application/problem+json', words: ['string', 'string', 'string'] }
      : { status, code, requestId, httpStatus: status, trpcCode: trpcCodes[status] };
  const words = [failure['type'], failure['title'], failure['detail']].map((word) => typeof word);
  const actual =
    surface === 'rest'
      ? {
          status: answer.status,
          code: failure['code'],
          requestId: failure['requestId'],
          contentType: headers.get('content-type'),
          words,
        }
      : {
          status: answer.status,
          code: failure['code'],
          requestId: failure['requestId'],
          httpStatus: failure['httpStatus'],
          trpcCode: failure['trpcCode'],
        };
  const problems = [];
  if (JSON.stringify(actual) !== JSON.stringify(common))
    problems.push(`${what}: ${JSON.stringify(common)} expected, but ${answer.status} ${text}`);
  if (/ at .*\(|JSON at |node_modules|\.ts:|select |insert /.test(text))
    problems.push(`${what}: says what is inside: ${text}`);
  return problems;
}

const issuesOf = ({ failure }: Answer) =>
  (failure?.['issues'] ?? []) as { path: string; message: string; code: string }[];

const trpcCodes: Record<number, string> = {
  400: 'BAD_REQUEST',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
};

describe('JSON that is not what it should be is refused with its issues by', () => {
  for (const surface of surfaces) {
    const reached = withInput.filter(surface === 'rest' ? hasRestBody : hasTrpcBody);
    test.each(reached)(`$name on ${surface}`, async (operation) => {
      const fields = Object.keys(operation.input?.shape ?? {}).filter((field) => !operation.pathFields.includes(field));
      const problems = [];
      for (const json of ['null', '[{}]', '"text"']) {
        const answer = await send(surface, operation, wrap(surface, json));
        problems.push(...problemsOf(surface, json, answer, 422, 'VALIDATION'));
        expect(issuesOf(answer)).toMatchObject([{ path: '', message: expect.any(String), code: 'invalid_type' }]);
      }
      const unknown = await send(surface, operation, wrap(surface, '{"surprise":1}'));
      problems.push(...problemsOf(surface, 'an unknown field', unknown, 422, 'VALIDATION'));
      const named = { path: '', code: 'unrecognized_keys', message: expect.stringContaining('surprise') };
      expect(issuesOf(unknown)).toContainEqual(expect.objectContaining(named));
      for (const field of fields) {
        for (const value of ['{"x":[1]}', '"\\ud800"']) {
          const json = `{"${field}":${value},"surprise":1}`;
          const answer = await send(surface, operation, wrap(surface, json));
          problems.push(...problemsOf(surface, json, answer, 422, 'VALIDATION'));
          const isNamed = issuesOf(answer).some(({ path }) => path === field || path.startsWith(`${field}.`));
          if (value.startsWith('{') && !isNamed) problems.push(`${json}: no issue names the field: ${answer.text}`);
        }
      }
      expect(problems).toEqual([]);
    });
  }
});

describe('a query that is not what it should be is refused by', () => {
  const read = withInput.filter(({ kind }) => kind === 'query');

  test.each(read)('$name on rest', async (operation) => {
    const fields = Object.keys(operation.input?.shape ?? {}).filter((field) => !operation.pathFields.includes(field));
    const problems = [];
    for (const query of ['surprise=1', '__proto__=1', 'constructor=1']) {
      problems.push(...problemsOf('rest', query, await get('rest', operation, query), 422, 'VALIDATION'));
    }
    for (const query of ['%00=1', ...fields.map((field) => `${field}=a%00b`)]) {
      problems.push(...problemsOf('rest', query, await get('rest', operation, query), 400, 'MALFORMED_REQUEST'));
    }
    const noNumbers = ['', 'abc', '1e1', '0x10', '+5', '%205', '1.5', '-1', '10&limit=20', 'null', 'Infinity', '９'];
    for (const text of fields.includes('limit') ? noNumbers : []) {
      const answer = await get('rest', operation, `limit=${text}`);
      problems.push(...problemsOf('rest', `limit=${text}`, answer, 422, 'VALIDATION'));
      expect(issuesOf(answer).map(({ path }) => path)).toContain('limit');
    }
    expect(problems).toEqual([]);
  });

  test.each(read)('$name on trpc', async (operation) => {
    const inputs: [string, number, string][] = [
      ['{', 400, 'MALFORMED_REQUEST'],
      ['1', 400, 'MALFORMED_REQUEST'],
      ['{}', 400, 'MALFORMED_REQUEST'],
      ['[]', 400, 'MALFORMED_REQUEST'],
      ['"text"', 400, 'MALFORMED_REQUEST'],
      ['{"json":"\\u0000"}', 400, 'MALFORMED_REQUEST'],
      [`{"json":${'['.repeat(50)}${']'.repeat(50)}}`, 400, 'MALFORMED_REQUEST'],
      ['{"json":[]}', 422, 'VALIDATION'],
      ['{"json":{"surprise":1}}', 422, 'VALIDATION'],
      ['{"json":{"__proto__":1}}', 422, 'VALIDATION'],
    ];
    const problems = [];
    for (const [input, status, code] of inputs) {
      const answer = await get('trpc', operation, `input=${encodeURIComponent(input)}`);
      problems.push(...problemsOf('trpc', input, answer, status, code));
    }
    expect(problems).toEqual([]);
  });

  test.each(read.filter(({ pathFields }) => pathFields.length > 0))(
    '$name with a path that no database can look up',
    async (operation) => {
      const statuses: Record<string, number> = {};
      for (const text of [
        '%00',
        'a%00b',
        '%ff',
        '%',
        '%ed%a0%80',
        "'%20or%201=1--",
        '..%2f..%2fetc%2fpasswd',
        'x'.repeat(2_000),
      ]) {
        const address = `/api/v1${operation.path.replaceAll(/\{\w+\}/g, text)}`;
        const headers = { authorization: `Bearer ${admin.accessToken}` };
        const { status } = await askRaw('rest', `${server.url}${address}`, { method: operation.method, headers });
        statuses[text.slice(0, 30)] = status;
      }
      const nowhere = [404, 422];
      expect(
        Object.entries(statuses).filter(
          ([text, status]) => !(/%(00|ff|ed)/.test(text) ? [400] : nowhere).includes(status),
        ),
      ).toEqual([]);
    },
  );
});

test('a NUL in a header does not get through, and a strange cart token is no cart', async () => {
  const operation = operations.find(({ name }) => name === 'cart.get')!;
  for (const token of ['', 'x', 'x'.repeat(5_000), "' or 1=1 --", 'é']) {
    const answer = await askRaw('rest', `${server.url}${addressOf('rest', operation, undefined)}`, {
      headers: { 'x-cart-token': token },
    });
    expect(answer).toMatchObject({ status: 200, result: { id: null, items: [] } });
  }
});

test('a request id is taken over if it is harmless, and replaced if it is not', async () => {
  const idOf = async (given: string) =>
    (await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': given } })).headers.get('x-request-id');
  expect(await idOf('abc-123')).toBe('abc-123');
  for (const bad of ['a b', '<script>', 'x'.repeat(101), 'é']) expect(await idOf(bad)).toMatch(/^[0-9a-f-]{36}$/);
});

test('none of this changed anything', async () => {
  expect(await rowCounts(server.shop.db)).toEqual(before);
});
