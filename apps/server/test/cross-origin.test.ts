import { connect } from 'node:net';
import { appRouter } from '@cartwright/api';
import { operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exposedHeaders } from '../src/origins.ts';
import { startTestServer } from '../src/testing.ts';

const frontend = 'https://shop.example';
const server = await startTestServer({ ALLOWED_ORIGINS: `${frontend}/` }, { worker: false });
afterAll(() => server.close());

const unknownId = '0190b0a0-0000-7000-8000-000000000000';
const mutations = operationsOf(appRouter).filter(({ kind }) => kind === 'mutation');
let email = '';
let cookie = '';

beforeAll(async () => {
  email = (await server.signUp({ role: 'admin' })).user.email;
  cookie = await newCookie();
});

async function newCookie(): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'correct horse', mode: 'cookie' }),
  });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Sends a form, which another site can make a visitor's browser send. */
function formPost(url: string, method: string, headers: Record<string, string>): Promise<Response> {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(url, { method, headers: { ...form, ...headers }, body: 'name=value' });
}

async function codeOf(response: Response): Promise<unknown> {
  // Signing out returns no body.
  const answer = JSON.parse((await response.text()) || '{}') as {
    code?: unknown;
    error?: { json: { data: { code: unknown } } };
  };
  return answer.code ?? answer.error?.json.data.code;
}

describe.for(mutations.map((operation) => [operation.name, operation] as const))('%s', ([name, { method, path }]) => {
  const rest = `${server.url}/api/v1${path.replaceAll(/\{\w+\}/g, unknownId)}`;
  const trpc = `${server.url}/trpc/${name}`;
  const surfaces = [
    [rest, method],
    [trpc, 'POST'],
  ] as const;

  test('is refused to a page of another origin that has a visitor with a cookie', async () => {
    for (const [url, verb] of surfaces) {
      for (const kept of [cookie, 'cartwright_cart=somebodys']) {
        for (const origin of ['https://evil.example', 'null', `${frontend}.evil.example`, 'http://shop.example', '']) {
          const response = await formPost(url, verb, { cookie: kept, ...(origin && { origin }) });
          expect(response.status, `${url} from ${origin || 'nowhere'}`).toBe(403);
          expect(await codeOf(response)).toBe('CROSS_ORIGIN');
        }
      }
    }
  });

  test('does not happen by following a link', async () => {
    const kept = await newCookie();
    const response = await fetch(trpc, { headers: { cookie: kept } });
    expect(response.status).toBeGreaterThanOrEqual(400);
    const me = await fetch(`${server.url}/api/v1/auth/me`, { headers: { cookie: kept } });
    expect(me.status).toBe(200);
  });

  test('is not refused for its origin to a page of the shop, nor without a cookie', async () => {
    for (const [url, verb] of surfaces) {
      for (const headers of [
        { cookie, origin: frontend },
        { cookie, origin: server.shop.settings.publicUrl },
        { origin: 'https://evil.example' },
      ]) {
        // A form always fails on its content type, so this changes nothing.
        const response = await formPost(url, verb, headers);
        expect(await codeOf(response), url).not.toBe('CROSS_ORIGIN');
      }
    }
  });
});

test('every mutation was walked', () => {
  expect(mutations.length).toBeGreaterThan(20);
  expect(cookie).toMatch(/^cartwright_session=.{43}$/);
});

describe('a preflight', () => {
  const ask = async (origin: string, wanted: string, url = server.url) => {
    const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': wanted };
    const answer = await fetch(`${url}/api/v1/orders`, { method: 'OPTIONS', headers });
    return {
      status: answer.status,
      origin: answer.headers.get('access-control-allow-origin'),
      headers: answer.headers.get('access-control-allow-headers'),
      varies: answer.headers.get('vary'),
    };
  };
  const wanted = 'authorization,content-type,idempotency-key,traceparent,tracestate,x-anything-of-the-page';

  test('of an allowed origin may name any header', async () => {
    expect(await ask(frontend, wanted)).toEqual({
      status: 204,
      origin: frontend,
      headers: wanted,
      varies: expect.stringMatching(/Origin.*Access-Control-Request-Headers/),
    });
  });

  test('of a page on this machine may while developing', async () => {
    const local = 'http://localhost:5173';
    expect(await ask(local, wanted)).toMatchObject({ origin: local, headers: wanted });
  });

  test('of another origin allows it nothing', async () => {
    for (const origin of ['https://evil.example', 'null']) expect((await ask(origin, wanted)).origin).toBeNull();
  });
});

test('a page of an allowed origin may read every header that tells it something', async () => {
  const { accessToken } = await server.signUp({ role: 'admin' });
  const signedIn = { authorization: `Bearer ${accessToken}` };
  const json = { 'content-type': 'application/json', 'idempotency-key': 'read-all', ...signedIn };
  const product = { method: 'POST', headers: json, body: JSON.stringify({ name: 'Mug', price: 1, stock: 1 }) };
  const asked: [string, RequestInit?][] = [
    ['/api/v1/products'],
    ['/api/v1/products', product],
    ['/api/v1/products', product],
    ['/api/v1/products', { method: 'PUT' }],
    ['/api/v1/auth/me'],
    ['/api/v1/auth/me', { headers: signedIn }],
    ['/api/v1/admin/products.csv', { headers: signedIn }],
    ['/api/v1/nothing'],
    ['/trpc/products.categories'],
    ['/trpc/auth.me'],
    ['/trpc/made.up'],
  ];
  const told = new Set<string>();
  for (const [path, request] of asked) {
    const headers = { ...request?.headers, origin: frontend };
    const answer = await fetch(`${server.url}${path}`, { ...request, headers });
    expect(answer.headers.get('access-control-expose-headers')?.split(',')).toEqual(exposedHeaders);
    for (const name of answer.headers.keys()) told.add(name);
  }
  // Headers for the browser itself and for proxies, and headers that every page may read.
  const forBrowsers = /^(access-control|cross-origin|x-content-type|x-dns|x-download|x-frame|x-permitted|x-xss)-/;
  const others =
    /^(connection|content-(encoding|length|security-policy|type)|date|keep-alive|origin-agent-cluster|referrer-policy|transfer-encoding|vary|cache-control)$/;
  const hidden = [...told].filter((name) => !forBrowsers.test(name) && !others.test(name));
  expect(hidden.filter((name) => !exposedHeaders.includes(name))).toEqual([]);
  expect(hidden).toEqual(expect.arrayContaining(['allow', 'etag', 'idempotent-replayed', 'www-authenticate']));
});

describe('every answer', () => {
  const asked: [string, RequestInit?][] = [
    ['/api/v1/products'],
    // The cache serves this one.
    ['/api/v1/products'],
    ['/api/v1/nothing'],
    ['/api/v1/orders', { method: 'POST', body: '{' }],
    ['/trpc/cart.get'],
    ['/trpc/nothing'],
    ['/healthz'],
    ['/readyz'],
    ['/openapi.json'],
    ['/images/ab/nothing.webp'],
    ['/docs'],
    ['/redoc'],
    ['/dev/mail'],
    ['/nowhere'],
  ];

  test.each(asked)('of %s carries what keeps browsers from mischief, and names no software', async (path, init) => {
    const { headers } = await fetch(`${server.url}${path}`, init);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
      'x-request-id': expect.any(String),
    });
    for (const banner of ['server', 'x-powered-by', 'via']) expect(headers.get(banner)).toBeNull();
  });

  test('that is no page may load nothing at all, and pages may load what they need', async () => {
    const policyOf = async (path: string) =>
      (await fetch(`${server.url}${path}`)).headers.get('content-security-policy');
    expect(await policyOf('/api/v1/cart')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(await policyOf('/docs')).toContain("script-src 'self'");
    expect(await policyOf('/dev/mail')).toContain("script-src 'nonce-");
  });

  test('to what cannot be read names no software either', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toBe('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
});
