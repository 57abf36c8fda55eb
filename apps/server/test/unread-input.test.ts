import { appRouter } from '@cartwright/api';
import type { SignedUp } from '@cartwright/api/testing';
import { type Operation, operationsOf } from '@cartwright/kernel/operations';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { samplesOf } from '../src/testing/samples.ts';
import { type Answer, askRaw } from '../src/testing/surfaces.ts';
import { startTestServer } from '../src/testing.ts';

const server = await startTestServer({ RATE_LIMITS: 'off' }, { worker: false });
afterAll(() => server.close());

let admin: SignedUp;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
});

const operations = operationsOf(appRouter);
const ofJson = operations.filter(({ meta, kind }) => kind === 'mutation' && meta.maxFileBytes === undefined);
const without = operations.filter(({ input }) => input === undefined);
const headers = () => ({ authorization: `Bearer ${admin.accessToken}`, 'content-type': 'application/json' });

type Fields = Record<string, unknown>;

/** An input that the schema accepts. It names nothing that exists, so an accepted call changes nothing. */
const inputOf = (operation: Operation): Fields => samplesOf(operation).samples[0]?.input ?? {};

function onRest(operation: Operation, query: string, body?: unknown): Promise<Answer> {
  const input = inputOf(operation);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  return askRaw('rest', `${server.url}/api/v1${path}${query}`, {
    method: operation.method,
    headers: headers(),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function onTrpc(operation: Operation, input: unknown): Promise<Answer> {
  const isRead = operation.kind === 'query';
  const query = isRead ? `?input=${encodeURIComponent(superjson.stringify(input))}` : '';
  return askRaw('trpc', `${server.url}/trpc/${operation.name}${query}`, {
    method: isRead ? 'GET' : 'POST',
    headers: headers(),
    ...(!isRead && { body: superjson.stringify(input) }),
  });
}

/** Expects a failure that names the field, or the fields beside it. */
function expectRefusal({ status, failure }: Answer, field: string): void {
  const issues = (failure?.['issues'] ?? []) as { path: string; message: string }[];
  expect([status, failure?.['code']]).toEqual([422, 'VALIDATION']);
  expect(issues.some(({ path, message }) => path === field || message.includes(field))).toBe(true);
}

const bodyOf = (operation: Operation): Fields =>
  Object.fromEntries(Object.entries(inputOf(operation)).filter(([name]) => !operation.pathFields.includes(name)));

describe.each(ofJson)('$name', (operation) => {
  test('refuses a field that it does not know, on both surfaces', async () => {
    expectRefusal(await onRest(operation, '', { ...bodyOf(operation), surprise: 1 }), 'surprise');
    expectRefusal(await onTrpc(operation, { ...inputOf(operation), surprise: 1 }), 'surprise');
  });

  test('refuses a parameter of the query that it does not read', async () => {
    expectRefusal(await onRest(operation, '?surprise=1', bodyOf(operation)), 'surprise');
    if (operation.method === 'DELETE') return;
    for (const name of Object.keys(operation.input?.shape ?? {}))
      expectRefusal(await onRest(operation, `?${name}=1`, bodyOf(operation)), name);
  });

  if (operation.pathFields.length === 0) return;
  test('refuses a body that says otherwise than its path', async () => {
    for (const field of operation.pathFields) {
      expectRefusal(await onRest(operation, '', { ...bodyOf(operation), [field]: 'another' }), field);
      const { status, failure } = await onRest(operation, '', inputOf(operation));
      expect([status, failure?.['issues']]).not.toEqual([422, expect.arrayContaining([{ path: field }])]);
    }
  });
});

const closed = operations.filter(({ meta }) => ['owner', 'customer', 'admin'].includes(meta.access));

test.each(closed.filter(({ kind }) => kind === 'mutation'))(
  '$name refuses strangers before it tells what they sent too much',
  async (operation) => {
    const isFile = operation.meta.maxFileBytes !== undefined;
    const path = operation.path.replaceAll(/\{\w+\}/g, 'sample');
    const refused = await askRaw('rest', `${server.url}/api/v1${path}?surprise=1`, {
      method: operation.method,
      headers: { 'content-type': 'application/json' },
      ...(!isFile && { body: JSON.stringify({ surprise: 1 }) }),
    });
    expect([refused.status, refused.failure?.['code']]).toEqual([401, 'UNAUTHENTICATED']);
    const overTrpc = await askRaw('trpc', `${server.url}/trpc/${operation.name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: superjson.stringify({ surprise: 1 }),
    });
    expect([overTrpc.status, overTrpc.failure?.['code']]).toEqual([401, 'UNAUTHENTICATED']);
  },
);

test('a secret in the query is refused to a stranger as a missing session, and to its owner by name', async () => {
  const secret = closed.find(({ kind, secretFields }) => kind === 'mutation' && secretFields.length > 0)!;
  const [field = ''] = secret.secretFields;
  const stranger = await askRaw('rest', `${server.url}/api/v1${secret.path}?${field}=hidden`, {
    method: secret.method,
  });
  expect([stranger.status, stranger.failure?.['code']]).toEqual([401, 'UNAUTHENTICATED']);
  expectRefusal(await onRest(secret, `?${field}=hidden`, bodyOf(secret)), field);
});

describe.each(without)('$name, which takes no input,', (operation) => {
  test('refuses one on both surfaces, and takes an empty one', async () => {
    expectRefusal(await onRest(operation, '?surprise=1'), 'surprise');
    if (operation.kind === 'mutation') expectRefusal(await onRest(operation, '', { surprise: 1 }), 'surprise');
    if (operation.meta.streams === undefined) expectRefusal(await onTrpc(operation, { surprise: 1 }), 'surprise');
    // Signing out ends the session of the call.
    const { accessToken } = operation.name.startsWith('auth.logout') ? await server.signUp({ role: 'admin' }) : admin;
    const authorization = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const empty = {
      method: operation.method,
      headers: authorization,
      ...(operation.kind === 'mutation' && { body: '{}' }),
    };
    expect((await askRaw('rest', `${server.url}/api/v1${operation.path}`, empty)).status).toBeLessThan(300);
  });
});

test('a DELETE whose query and body differ is refused, and so is an import whose query and form differ', async () => {
  const remove = operations.find(({ name }) => name === 'products.archive')!;
  expectRefusal(await onRest(remove, '?version=3', { version: 4 }), 'version');
  const form = new FormData();
  form.set('file', new File(['slug,name,price\nmug,Mug,1.00\n'], 'products.csv'));
  form.set('dryRun', 'true');
  const authorization = { authorization: `Bearer ${admin.accessToken}` };
  const address = `${server.url}/api/v1/admin/products.csv?dryRun=false`;
  expectRefusal(await askRaw('rest', address, { method: 'POST', headers: authorization, body: form }), 'dryRun');
});

test('an image that is added with a query, and a batch with an input too many, are refused', async () => {
  const add = operations.find(({ name }) => name === 'products.images.add')!;
  expectRefusal(await onRest(add, '?position=1'), 'position');
  const batch = { 0: superjson.serialize(undefined), 1: superjson.serialize({ surprise: 1 }) };
  const answer = await askRaw(
    'trpc',
    `${server.url}/trpc/auth.me,cart.get?batch=1&input=${encodeURIComponent(JSON.stringify(batch))}`,
    {
      headers: headers(),
    },
  );
  // Each call of a batch has an answer of its own.
  expect([answer.status, answer.text]).toEqual([207, expect.stringContaining('This call takes no input.')]);
});

test('in a batch of ten calls, those with input that nothing reads are refused and the others answered', async () => {
  const names = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 'auth.me' : 'cart.get'));
  const carrying = new Set([1, 4, 5, 9]);
  const inputs = names.map((_, index) => superjson.serialize(carrying.has(index) ? { surprise: index } : undefined));
  const input = encodeURIComponent(JSON.stringify({ ...inputs }));
  const response = await fetch(`${server.url}/trpc/${names.join(',')}?batch=1&input=${input}`, { headers: headers() });
  expect(response.status).toBe(207);
  const answers = (await response.json()) as { error?: { json: { data: { code: string } } } }[];
  expect(answers.map(({ error }) => error?.json.data.code ?? 'ok')).toEqual(
    names.map((_, index) => (carrying.has(index) ? 'VALIDATION' : 'ok')),
  );
});
