import { appRouter } from '@cartwright/api';
import type { SignedUp } from '@cartwright/api/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApiDocument } from '../src/docs/openapi.ts';
import { securityHeaders } from '../src/headers.ts';
import { exposedHeaders } from '../src/origins.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({ RATE_LIMITS: 'on' }, { worker: false });
afterAll(() => server.close());

interface Documented {
  readonly parameters?: { name: string; in: string; example?: unknown }[];
  readonly requestBody?: { content: Record<string, { example?: unknown }> };
  readonly responses: Record<string, { $ref?: string; headers?: object }>;
}

const document = JSON.parse(JSON.stringify(openApiDocument(server.shop.settings))) as {
  paths: Record<string, Record<string, Documented>>;
  components: { responses: Record<string, { headers?: object }>; headers: object };
};
const operations = operationsOf(appRouter);
const documented = ({ path, method }: Operation) => document.paths[path]![method.toLowerCase()]!;
const operationOf = (wanted: string) => operations.find(({ name }) => name === wanted)!;

let admin: SignedUp;
let product: { id: string };
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
  // The examples of the document change and archive this product.
  await admin.caller.products.create({ name: 'Stoneware mug', price: 1_599, stock: 100 });
  product = await admin.caller.products.create({ name: 'Mug', price: 1_599, stock: 100 });
});

/** The headers in the document for a response, in lower case; undefined if it does not list the status. */
function headersInDocument(operation: Operation, status: number): string[] | undefined {
  const response = documented(operation).responses[String(status)];
  const name = response?.$ref?.split('/').pop();
  const { headers = {} } = (name === undefined ? response : document.components.responses[name]) ?? {};
  return response && Object.keys(headers).map((header) => header.toLowerCase());
}

/** Headers of HTTP itself, and headers for the browser and for proxies. */
const others = new Set([
  ...Object.keys(securityHeaders({ isProduction: true })),
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'set-cookie',
  'transfer-encoding',
  'vary',
  'x-accel-buffering',
]);

/** Headers that only some responses with a status have. */
const conditional = ['etag', 'x-cache', 'idempotent-replayed', 'x-device-token', 'retry-after'];

function problemsOf(operation: Operation, { status, headers }: Response): string[] {
  const known = headersInDocument(operation, status);
  if (!known) return [`${operation.name} ${status} is not in the document`];
  const sent = [...headers.keys()].filter((name) => !others.has(name) && !name.startsWith('access-control-'));
  return [
    ...sent.filter((name) => !known.includes(name)).map((name) => `${operation.name} ${status} sends ${name}`),
    ...known
      .filter((name) => !sent.includes(name) && !conditional.includes(name))
      .map((name) => `${operation.name} ${status} does not send ${name}`),
  ];
}

/** Sends the example of the document, if there is one, without waiting for the end of a stream. */
async function send(operation: Operation, headers: Record<string, string>, fields: object = {}): Promise<Response> {
  const { parameters = [], requestBody } = documented(operation);
  const examples = Object.fromEntries(parameters.map(({ name, example }) => [name, example]));
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(examples[name]));
  const query = parameters.filter(({ in: place, example }) => place === 'query' && example !== undefined);
  const search = new URLSearchParams(Object.fromEntries(query.map(({ name, example }) => [name, String(example)])));
  const body = requestBody?.content['application/json']?.example as object | undefined;
  const answer = await fetch(`${server.url}/api/v1${path}?${search}`, {
    method: operation.method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify({ ...body, ...fields }) }),
  });
  await answer.body?.cancel();
  return answer;
}

const bearer = ({ accessToken }: { accessToken: string }) => ({ authorization: `Bearer ${accessToken}` });

test('every answer has the headers that the document lists for it, and no other', async () => {
  const statuses = new Set<number>();
  const problems: string[] = [];
  for (const operation of operations) {
    // Some calls end the session.
    const caller = operation.name.startsWith('auth.') ? await server.signUp({ role: 'admin' }) : admin;
    const answers = [
      await send(operation, {}),
      await send(operation, bearer({ accessToken: 'made-up' })),
      await send(operation, { ...bearer(caller), 'idempotency-key': `header-${operation.name}` }),
      await send(operation, { ...bearer(await server.signUp()) }, { unknown: true }),
    ];
    for (const answer of answers) {
      statuses.add(answer.status);
      problems.push(...problemsOf(operation, answer));
    }
  }
  expect(problems).toEqual([]);
  expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 202, 204, 400, 401, 403, 404, 422]));
});

test('a kept answer has the headers of the document the first time, from memory, and where it is known', async () => {
  for (const operation of operations.filter(({ meta }) => meta.cache)) {
    const path = operation.path.replaceAll(/\{\w+\}/g, product.id);
    const ask = (headers: Record<string, string> = {}) =>
      fetch(`${server.url}/api/v1${path}?${operation.name === 'products.search' ? 'q=mug' : ''}`, { headers });
    const first = await ask();
    const etag = first.headers.get('etag') ?? '';
    const answers = [first, await ask(), await ask({ 'if-none-match': etag })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 304]);
    for (const answer of answers) {
      expect(problemsOf(operation, answer)).toEqual([]);
      expect([...answer.headers.keys()]).toEqual(expect.arrayContaining(['etag', 'x-cache']));
      await answer.body?.cancel();
    }
  }
});

test('a replay, a marked device and a call over a limit have the headers of the document', async () => {
  const items = [{ productId: product.id, quantity: 1 }];
  const place = operationOf('orders.place');
  const key = { ...bearer(admin), 'idempotency-key': 'documented' };
  const order = { items, email: admin.user.email };
  const placed = [await send(place, key, order), await send(place, key, order)];
  expect(placed.map(({ status, headers }) => [status, headers.get('idempotent-replayed')])).toEqual([
    [201, null],
    [201, 'true'],
  ]);

  const login = operationOf('auth.login');
  const account = { email: admin.user.email, password: 'correct horse' };
  const signedIn = await send(login, {}, account);
  expect([signedIn.status, signedIn.headers.get('x-device-token')]).toEqual([200, expect.any(String)]);

  let refused = await send(login, {}, account);
  for (let count = 0; count < 10 && refused.status !== 429; count += 1) refused = await send(login, {}, account);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);

  for (const answer of placed) expect(problemsOf(place, answer)).toEqual([]);
  for (const answer of [signedIn, refused]) expect(problemsOf(login, answer)).toEqual([]);
});

test('pages of the shop may read every header of the document', () => {
  const names = Object.keys(document.components.headers).map((name) => name.toLowerCase());
  // Browsers show this header to every page.
  expect(names.filter((name) => name !== 'cache-control' && !exposedHeaders.includes(name))).toEqual([]);
});
