import { orderInput, refusalOf, rowCounts, type SignedUp } from '@cartwright/api/testing';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

const server = await startTestServer({}, { worker: false });
let admin: SignedUp;
let productId: string;
beforeAll(async () => {
  admin = await server.signUp({ role: 'admin' });
  productId = (await admin.caller.products.create({ name: 'Mug', price: 1_200, stock: 9 })).id;
});
afterAll(() => server.close());

interface Reply {
  readonly error?: { json: { data: Record<string, unknown>; message: string } };
  readonly result?: { data: { json: Record<string, unknown>; meta?: unknown } };
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.accessToken}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Reply & Reply[] };
}

const quoteInput = () => orderInput({ items: [{ productId, quantity: 1 }] });

describe('superjson', () => {
  test('writes dates so that a client reads Dates', async () => {
    const response = await fetch(
      `${server.url}/trpc/products.get?input=${encodeURIComponent(superjson.stringify({ idOrSlug: productId }))}`,
    );
    const { result } = (await response.json()) as { result: { data: Parameters<typeof superjson.deserialize>[0] } };
    const product = superjson.deserialize<{ createdAt: Date }>(result.data);
    expect(product.createdAt).toEqual(server.clock.now());
    const rest = (await (await fetch(`${server.url}/api/v1/products/${productId}`)).json()) as { createdAt: string };
    expect(rest.createdAt).toBe(server.clock.now().toISOString());
  });

  test('of a client that leaves out what is undefined, or writes it as undefined, is read', async () => {
    const input = { ...quoteInput(), note: undefined };
    expect(superjson.serialize(input).meta).toMatchObject({ values: { note: ['undefined'] } });
    expect((await post('orders.quote', superjson.stringify(input))).status).toBe(200);
  });

  const shared = { productId: 'x', quantity: 1 };
  const refused: [string, unknown][] = [
    ['shared references', superjson.serialize({ a: shared, b: shared })],
    ['references to the root', { json: { items: [] }, meta: { referentialEqualities: [['items']] } }],
    ['references with marks', { json: {}, meta: { values: {}, referentialEqualities: { a: ['b'] } } }],
    ['a Map', superjson.serialize({ note: new Map([['a', 1]]) })],
    ['a Set', superjson.serialize({ note: new Set([1]) })],
    ['a RegExp', superjson.serialize({ note: /(a+)+$/ })],
    ['a URL', superjson.serialize({ note: new URL('https://example.com') })],
    ['an Error', superjson.serialize({ note: new Error('x') })],
    ['Infinity', superjson.serialize({ expectedTotal: Infinity })],
    ['NaN', superjson.serialize({ expectedTotal: Number.NaN })],
    ['-0', superjson.serialize({ expectedTotal: -0 })],
    ['a typed array', superjson.serialize({ note: new Uint8Array([1]) })],
    ['a custom type', { json: { note: 'x' }, meta: { values: { note: [['custom', 'Evil']] } } }],
    ['a class', { json: { note: 'x' }, meta: { values: { note: [['class', 'Evil']] } } }],
    ['a symbol', { json: { note: 'x' }, meta: { values: { note: [['symbol', 'x']] } } }],
    ['an unknown type', { json: { note: 'x' }, meta: { values: { note: ['Buffer'] } } }],
    ['two types at once', { json: { note: 'x' }, meta: { values: { note: ['Date', 'undefined'] } } }],
    ['a nested mark', { json: { note: 'x' }, meta: { values: { note: ['Date', { 0: ['Date'] }] } } }],
    ['a mark on an object', { json: { items: [] }, meta: { values: { items: ['Date'] } } }],
    ['a mark on nothing', { json: {}, meta: { values: { note: ['Date'] } } }],
    ['a mark on the length of a list', { json: { items: [1] }, meta: { values: { 'items.length': ['undefined'] } } }],
    ['a length that is a bigint', { json: { items: [1] }, meta: { values: { 'items.length': ['bigint'] } } }],
    ['a mark on a prototype', { json: {}, meta: { values: { '__proto__.polluted': ['undefined'] } } }],
    ['a mark on a constructor', { json: {}, meta: { values: { 'constructor.prototype.polluted': ['undefined'] } } }],
    ['a mark on a letter of a text', { json: { note: 'abc' }, meta: { values: { 'note.0': ['undefined'] } } }],
    ['marks that are a text', { json: {}, meta: { values: 'Date' } }],
    ['marks that are null', { json: {}, meta: { values: null } }],
    ['a bigint that is none', { json: { note: 'x' }, meta: { values: { note: ['bigint'] } } }],
    ['a meta of another kind', { json: {}, meta: { surprise: 1 } }],
    ['no json', { meta: {} }],
    ['a list', [1, 2]],
    ['a text', 'text'],
  ];
  test.each(refused)('with %s is refused', async (_, encoded) => {
    const before = await rowCounts(server.shop.db);
    const { status, body } = await post('orders.place', JSON.stringify(encoded));
    expect({ status, ...body.error?.json.data }).toMatchObject({
      status: 400,
      code: 'MALFORMED_REQUEST',
      trpcCode: 'BAD_REQUEST',
      httpStatus: 400,
      requestId: expect.any(String),
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(await rowCounts(server.shop.db)).toEqual(before);
  });

  test('with a date or a bigint where a text or a number belongs is wrong input, not a problem', async () => {
    for (const [value, type] of [
      ['2026-01-01T00:00:00Z', 'Date'],
      ['no date', 'Date'],
      ['12', 'bigint'],
      ['9'.repeat(20_000), 'bigint'],
    ]) {
      const encoded = {
        json: { ...quoteInput(), note: value, expectedTotal: value },
        meta: { values: { note: [type], expectedTotal: [type] } },
      };
      const { status, body } = await post('orders.quote', encoded);
      expect({ status, code: body.error?.json.data['code'] }).toEqual({ status: 422, code: 'VALIDATION' });
    }
  });
});

describe('a batch', () => {
  const queries = (count: number, separator = ',') => Array.from({ length: count }, () => 'cart.get').join(separator);

  test('of ten is answered', async () => {
    const response = await fetch(`${server.url}/trpc/${queries(10)}?batch=1`);
    expect(response.status).toBe(200);
    expect(await response.json()).toHaveLength(10);
  });

  test('of eleven is refused, however it writes its commas, by query and by post', async () => {
    for (const separator of [',', '%2C', '%2c']) {
      const asked = [
        fetch(`${server.url}/trpc/${queries(11, separator)}?batch=1`),
        fetch(`${server.url}/trpc/${queries(11, separator)}?batch=1`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        }),
      ];
      for (const response of await Promise.all(asked)) {
        const [first] = [await response.json()].flat() as Reply[];
        expect({ status: response.status, data: first?.error?.json.data }).toMatchObject({
          status: 400,
          data: { code: 'MALFORMED_REQUEST', httpStatus: 400, requestId: response.headers.get('x-request-id') },
        });
      }
    }
  });

  test('answers each call for itself', async () => {
    const encode = (value: unknown) => superjson.serialize(value);
    const { status, body } = await post('orders.quote,orders.quote,products.create?batch=1', {
      0: encode(quoteInput()),
      1: encode({}),
      2: encode({ name: 'In a batch', price: 1 }),
    });
    expect(status).toBe(207);
    expect(body).toMatchObject([
      { result: { data: { json: { total: 1_690 } } } },
      { error: { json: { data: { code: 'VALIDATION', httpStatus: 422 } } } },
      { result: { data: { json: { name: 'In a batch' } } } },
    ]);
  });

  test('or a call whose address cannot be read is refused with its request id', async () => {
    for (const path of [
      '%ff',
      '%',
      'a%00b',
      'cart.get?connectionParams=x',
      'cart.get?batch=1&connectionParams=%7B',
      ',',
    ]) {
      const response = await fetch(`${server.url}/trpc/${path}`);
      const [first] = [await response.json()].flat() as Reply[];
      expect.soft({ path, data: first?.error?.json.data ?? first }).toMatchObject({
        path,
        data: {
          code: expect.stringMatching(/^(MALFORMED_REQUEST|NOT_FOUND)$/),
          requestId: response.headers.get('x-request-id'),
        },
      });
    }
  });

  test.each<[string, RequestInit]>([
    ['cart.get?batch=1&input=5', {}],
    ['cart.get?batch=1&input=%7B', {}],
    ['cart.get?batch=1&input=null', {}],
    ['cart.get?input=%7B', {}],
    ['cart.get,?batch=1', {}],
    ['auth.logout?batch=1', { method: 'POST', body: '[', headers: { 'content-type': 'application/json' } }],
    ['auth.logout?batch=1', { method: 'POST', body: '5', headers: { 'content-type': 'application/json' } }],
    ['auth.logout', { method: 'POST', body: '', headers: { 'content-type': 'text/plain' } }],
    ['auth.logout', { method: 'POST' }],
    ['auth.login', { method: 'POST' }],
    ['cart.get', { method: 'PUT' }],
    ['nothing', { headers: { 'trpc-accept': 'application/jsonl' } }],
    ['cart.get', { headers: { 'trpc-accept': 'nonsense' } }],
  ])('or a call such as %s (%o) that is refused early is refused with its request id', async (path, request) => {
    const response = await fetch(`${server.url}/trpc/${path}`, request);
    const text = await response.text();
    if (response.ok) return;
    expect(text).toContain(`"requestId":"${response.headers.get('x-request-id')}"`);
    expect(text).not.toContain('INTERNAL');
  });

  test('with inputs for calls that are not in it changes nothing', async () => {
    const { body } = await post('orders.quote?batch=1', { 7: superjson.serialize(quoteInput()) });
    expect(body[0]?.error?.json.data['code']).toBe('VALIDATION');
  });
});

describe('an error', () => {
  test('carries the facts of its code beside what tRPC says', async () => {
    const { status, headers, body } = await post(
      'orders.place',
      superjson.stringify(orderInput({ items: [{ productId, quantity: 50 }] })),
    );
    expect(status).toBe(409);
    expect(body.error?.json.data).toEqual({
      code: 'INSUFFICIENT_STOCK',
      trpcCode: 'CONFLICT',
      httpStatus: 409,
      requestId: headers.get('x-request-id'),
      available: 9,
      lines: [expect.objectContaining({ productId, requested: 50, available: 9 })],
    });
  });

  test('shows neither a stack nor a path, whatever NODE_ENV is', async () => {
    const { body } = await post('orders.place', superjson.stringify({}));
    expect(Object.keys(body.error?.json.data ?? {}).sort()).toEqual([
      'code',
      'httpStatus',
      'issues',
      'requestId',
      'trpcCode',
    ]);
  });

  test('of a query that is posted, or a mutation that is fetched, does not run it', async () => {
    const before = await rowCounts(server.shop.db);
    const posted = await post('cart.get', superjson.stringify(null));
    const fetched = await fetch(`${server.url}/trpc/auth.logout`, {
      headers: { authorization: `Bearer ${admin.accessToken}` },
    });
    const deleted = await fetch(`${server.url}/trpc/cart.get`, { method: 'DELETE' });
    const allowed = { posted: posted.headers.get('allow'), fetched: fetched.headers.get('allow') };
    expect({ ...allowed, deleted: deleted.headers.get('allow') }).toEqual({
      posted: 'GET',
      fetched: 'POST',
      deleted: 'GET, POST',
    });
    for (const [status, { error }] of [
      [posted.status, posted.body],
      [fetched.status, (await fetched.json()) as Reply],
      [deleted.status, (await deleted.json()) as Reply],
    ] as const) {
      expect({ status, ...error?.json.data }).toMatchObject({
        status: 405,
        code: 'METHOD_NOT_ALLOWED',
        trpcCode: 'METHOD_NOT_SUPPORTED',
        httpStatus: 405,
      });
    }
    expect(await rowCounts(server.shop.db)).toEqual(before);
  });
});

test('a database that is gone is 503 with a time to come back, on both surfaces, for reading and for writing', async () => {
  const away = await startTestServer({}, { worker: false });
  const someone = await away.signUp();
  await away.shop.db.close();
  const headers = { authorization: `Bearer ${someone.accessToken}`, 'content-type': 'application/json' };
  const requests: [string, RequestInit][] = [
    ['/api/v1/products', {}],
    ['/trpc/products.list?input=%7B%22json%22%3A%7B%7D%7D', {}],
    ['/api/v1/auth/me', { headers }],
    [
      '/api/v1/auth/register',
      {
        method: 'POST',
        headers,
        body: JSON.stringify({ email: 'a@example.com', name: 'Ada', password: 'correct horse' }),
      },
    ],
    ['/trpc/orders.place', { method: 'POST', headers, body: superjson.stringify(orderInput()) }],
  ];
  for (const [path, init] of requests) {
    const response = await fetch(`${away.url}${path}`, init);
    const text = await response.text();
    expect({ path, status: response.status, retryAfter: response.headers.get('retry-after') }).toEqual({
      path,
      status: 503,
      retryAfter: '2',
    });
    expect(text).toContain('UNAVAILABLE');
    expect(text).not.toMatch(/closed|pool|not open|sqlite/i);
  }
  expect((await fetch(`${away.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${away.url}/readyz`)).status).toBe(503);
  expect(await refusalOf(someone.caller.auth.me())).toMatchObject({ code: 'UNAVAILABLE' });
  await away.close();
});
