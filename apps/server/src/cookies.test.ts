import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from './testing.ts';

const frontend = 'https://shop.example';
const server = await startTestServer({ ALLOWED_ORIGINS: frontend }, { worker: false });
afterAll(() => server.close());

const password = 'correct horse';
let email = '';
let productId = '';
beforeAll(async () => {
  email = (await server.signUp()).user.email;
  const admin = await server.signUp({ role: 'admin' });
  productId = (await admin.caller.products.create({ name: 'Mug', price: 900, stock: 50 })).id;
});

interface Asked {
  readonly method?: string;
  readonly cookie?: string | undefined;
  readonly origin?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

function ask(
  path: string,
  { method = 'POST', cookie, origin = frontend, body, headers }: Asked = {},
): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(method !== 'GET' && { origin }),
      ...(cookie !== undefined && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const login = { email, password, mode: 'cookie' };
const restLogin = () => ask('/api/v1/auth/login', { body: { ...login, email } });
const trpcLogin = () => ask('/trpc/auth.login', { body: { json: { ...login, email } } });

/** A cookie as a browser would send it back, such as `cartwright_session=…`. */
function kept(response: Response, name: 'session' | 'cart' = 'session'): string | undefined {
  const cookie = response.headers.getSetCookie().find((text) => text.startsWith(`cartwright_${name}=`));
  return cookie?.split(';')[0];
}

describe.for([
  ['REST', restLogin],
  ['tRPC', trpcLogin],
] as const)('signing in with a cookie over %s', ([, signIn]) => {
  test('puts the session into one that scripts cannot read, and no token into the answer', async () => {
    const response = await signIn();
    const [cookie = ''] = response.headers.getSetCookie();
    const attributes = cookie
      .split('; ')
      .slice(1)
      .map((text) => text.replace(/=.*/, ''));
    expect(attributes).toEqual(expect.arrayContaining(['Path', 'Expires', 'HttpOnly', 'SameSite']));
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Path=/;');
    expect(cookie).not.toContain('Domain');
    const answer = await response.text();
    expect(answer).toContain(email);
    expect(answer).not.toMatch(/accessToken|refreshToken/);
    expect(answer).not.toContain(cookie.split(/[=;]/)[1]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('is good for reading and, from the shop, for changing', async () => {
    const cookie = kept(await signIn());
    const me = await ask('/api/v1/auth/me', { method: 'GET', cookie });
    expect(await me.json()).toMatchObject({ email });
    const changed = await ask('/api/v1/auth/me', { method: 'PATCH', cookie, body: { name: 'Changed Here' } });
    expect(changed.status).toBe(200);
    const overTrpc = await ask('/trpc/auth.updateMe', { cookie, body: { json: { name: 'Changed There' } } });
    expect(overTrpc.status).toBe(200);
  });
});

test('a login that is answered as a stream has its cookie too', async () => {
  const body = { 0: { json: { ...login, email } } };
  const response = await ask('/trpc/auth.login?batch=1', { body, headers: { 'trpc-accept': 'application/jsonl' } });
  expect(kept(response)).toBeDefined();
  expect(await response.text()).toContain(email);
});

test('refreshing works with the cookie alone', async () => {
  const cookie = kept(await restLogin());
  const response = await ask('/api/v1/auth/refresh', { cookie });
  expect(response.status).toBe(200);
  const answer = await response.json();
  expect(answer).toMatchObject({ user: { email } });
  expect(answer).not.toHaveProperty('accessToken');
});

test('signing out clears the cookie and ends the session', async () => {
  const cookie = kept(await restLogin());
  const response = await ask('/api/v1/auth/logout', { cookie });
  expect(response.status).toBe(204);
  expect(response.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^cartwright_session=; .*Expires=Thu, 01 Jan 1970/),
  ]);
  const after = await ask('/api/v1/auth/me', { method: 'GET', cookie });
  expect(after.status).toBe(401);
});

test('a cookie that is not valid is refused once, and cleared', async () => {
  for (const path of ['/api/v1/cart', '/trpc/cart.get']) {
    const response = await ask(path, { method: 'GET', cookie: 'cartwright_session=nonsense' });
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie()).toEqual([expect.stringContaining('Expires=Thu, 01 Jan 1970')]);
  }
  const wrongPassword = await ask('/api/v1/auth/login', { body: { email, password: 'wrong horse' } });
  expect(wrongPassword.status).toBe(401);
  expect(wrongPassword.headers.getSetCookie()).toEqual([]);
});

test('beside an Authorization header cookies do not count', async () => {
  const cookie = kept(await restLogin());
  const headers = { authorization: 'Bearer nonsense' };
  const response = await ask('/api/v1/auth/me', { method: 'GET', cookie, headers });
  expect(response.status).toBe(401);
});

test('a stolen cookie is worth nothing after the password was changed', async () => {
  const { user } = await server.signUp();
  const signedIn = await ask('/api/v1/auth/login', { body: { email: user.email, password, mode: 'cookie' } });
  const stolen = kept(signedIn);
  const body = { currentPassword: password, newPassword: 'battery staple' };
  const changed = await ask('/api/v1/auth/password', { cookie: stolen, body });
  expect(changed.status).toBe(204);
  expect((await ask('/api/v1/auth/me', { method: 'GET', cookie: stolen })).status).toBe(401);
  expect((await ask('/api/v1/auth/me', { method: 'GET', cookie: kept(changed) })).status).toBe(200);
});

describe("a guest's cart", () => {
  test('is kept in a cookie by a page of the shop, and merged at login', async () => {
    const added = await ask('/api/v1/cart/items', { body: { productId, quantity: 2 } });
    const cookie = kept(added, 'cart');
    const read = await ask('/api/v1/cart', { method: 'GET', cookie });
    expect(await read.json()).toMatchObject({ count: 2 });
    const signedIn = await ask('/api/v1/auth/login', { cookie, body: { ...login, email } });
    expect(await signedIn.json()).toMatchObject({ cart: { items: [{ outcome: 'added', quantity: 2 }] } });
    expect(kept(signedIn, 'cart')).toBe('cartwright_cart=');
  });

  test('is told to other clients in the answer alone', async () => {
    const body = JSON.stringify({ productId });
    const headers = { 'content-type': 'application/json' };
    const added = await fetch(`${server.url}/api/v1/cart/items`, { method: 'POST', headers, body });
    expect(added.headers.getSetCookie()).toEqual([]);
    expect(await added.json()).toHaveProperty('token');
  });

  test('goes with whoever signs out', async () => {
    const cookie = `${kept(await restLogin())}; cartwright_cart=something`;
    const response = await ask('/api/v1/auth/logout', { cookie });
    expect(response.headers.getSetCookie()).toHaveLength(2);
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    ask('/api/v1/auth/login', { method: 'OPTIONS', origin, headers: { 'access-control-request-method': 'POST' } });
  const allowed = ({ headers }: Response) => [
    headers.get('access-control-allow-origin'),
    headers.get('access-control-allow-credentials'),
  ];

  test('lets pages of the shop bring cookies, and no others', async () => {
    expect(allowed(await preflight(frontend))).toEqual([frontend, 'true']);
    for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null']) {
      expect(allowed(await preflight(origin)), origin).toEqual([null, null]);
    }
  });

  test('lets pages on this machine read while developing, without cookies', async () => {
    expect(allowed(await preflight('http://localhost:5173'))).toEqual(['http://localhost:5173', null]);
  });
});

test('a client that signed in is known by a cookie in cookie mode, and by a header otherwise', async () => {
  const { user } = await server.signUp();
  const signIn = (mode: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email: user.email, password, mode }),
    });
  const deviceCookie = (response: Response) =>
    response.headers.getSetCookie().find((cookie) => cookie.startsWith('cartwright_device='));

  const byHeader = await signIn('bearer');
  expect(byHeader.headers.get('x-device-token')).toMatch(/^[\w-]{72}$/);
  expect(deviceCookie(byHeader)).toBeUndefined();
  const byCookie = await signIn('cookie');
  expect(byCookie.headers.get('x-device-token')).toBeNull();
  const cookie = deviceCookie(byCookie)?.split(';')[0] ?? '';
  const again = await signIn('bearer', { cookie });
  expect([again.headers.get('x-device-token'), typeof deviceCookie(again)]).toEqual([null, 'string']);
});

test('in production cookies are Secure and bound to their host', async () => {
  const production = await startTestServer(
    {
      NODE_ENV: 'production',
      RATE_LIMITS: 'on',
      EMAIL_BACKEND: 'smtp',
      EMAIL_HOST: 'localhost',
      SECRET_KEY: 'a key that only this test knows, and nobody else',
      PUBLIC_URL: 'https://api.shop.example',
    },
    { worker: false },
  );
  try {
    const { user } = await production.signUp();
    const response = await fetch(`${production.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://api.shop.example' },
      body: JSON.stringify({ email: user.email, password, mode: 'cookie' }),
    });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-cartwright_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
      ),
      expect.stringMatching(
        /^__Host-cartwright_device=[\w-]{72}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  } finally {
    await production.close();
  }
});
