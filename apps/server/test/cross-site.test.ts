import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { appRouter } from '@cartwright/api';
import { rowCounts } from '@cartwright/api/testing';
import { operationsOf } from '@cartwright/kernel/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../src/testing.ts';

const frontend = 'https://shop.example';
const lax = await startTestServer({ ALLOWED_ORIGINS: frontend, RATE_LIMITS: 'off' }, { worker: false });
const none = await startTestServer(
  { ALLOWED_ORIGINS: frontend, COOKIE_SAME_SITE: 'none', PUBLIC_URL: 'https://api.example.net' },
  { worker: false },
);
afterAll(() => Promise.all([lax.close(), none.close()]));

const password = 'correct horse';
const products = new Map<TestServer, string>();
beforeAll(async () => {
  for (const server of [lax, none]) {
    const admin = await server.signUp({ role: 'admin' });
    products.set(server, (await admin.caller.products.create({ name: 'Mug', price: 900, stock: 50 })).id);
  }
});

interface Asked {
  readonly method?: string;
  readonly site?: string;
  readonly origin?: string;
  readonly cookie?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Sends a request as a browser does, with the relation of the page's site to the server. */
function ask(server: TestServer, path: string, asked: Asked = {}): Promise<Response> {
  const { method = 'POST', site = 'cross-site', origin = frontend, cookie, body, headers } = asked;
  return fetch(`${server.url}${path}`, {
    method,
    headers: {
      'sec-fetch-site': site,
      ...(origin !== '' && { origin }),
      ...(cookie !== undefined && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const cookieOf = (response: Response, name = 'session') =>
  response.headers
    .getSetCookie()
    .find((text) => text.includes(`cartwright_${name}=`))
    ?.split(';')[0];

async function codeOf(response: Response): Promise<unknown> {
  const answer = (await response.json()) as { code?: unknown; error?: { json: { data: { code: unknown } } } };
  return answer.code ?? answer.error?.json.data.code;
}

const beginnings = operationsOf(appRouter).filter(
  ({ name, input }) => name.startsWith('auth.') && input && 'mode' in input.shape,
);

test('the procedures that begin a session are these', () => {
  expect(beginnings.map(({ name }) => name)).toEqual(['auth.register', 'auth.login']);
});

describe.for(beginnings.map(({ name, path }) => [name, path] as const))('%s with a cookie', ([name, path]) => {
  /** An input that succeeds, with fresh single-use values. */
  async function inputOn(server: TestServer) {
    const { user } = await server.signUp();
    if (name === 'auth.login') return { email: user.email, password, mode: 'cookie' };
    const email = `new-${user.email}`;
    await server.caller().auth.requestCode({ email });
    await server.drainJobs();
    const [mail] = await server.mails();
    const code = /^ {4}(\d{6})$/m.exec(mail?.text ?? '')?.[1] ?? '';
    const { verificationToken } = await server.caller().auth.verifyCode({ email, code });
    return { email, password, name: 'New Customer', verificationToken, mode: 'cookie' };
  }

  test.for([
    ['REST', (input: object) => [`/api/v1${path}`, input] as const],
    ['tRPC', (input: object) => [`/trpc/${name}`, { json: input }] as const],
  ] as const)('is refused to a page of another site over %s, and nothing is used up for it', async ([, surface]) => {
    const cart = await lax.caller().cart.addItem({ productId: products.get(lax) ?? '', quantity: 2 });
    const [address, body] = surface(await inputOn(lax));
    const headers = { 'x-cart-token': cart.token ?? '' };
    const before = await rowCounts(lax.shop.db);
    const refused = await ask(lax, address, { body, headers });
    expect(refused.status).toBe(422);
    expect(await codeOf(refused)).toBe('COOKIE_UNAVAILABLE');
    expect(refused.headers.getSetCookie()).toEqual([]);
    expect(await rowCounts(lax.shop.db)).toEqual(before);
    expect(await lax.caller({ cartToken: cart.token }).cart.get()).toMatchObject({ count: 2 });

    for (const site of ['same-site', 'same-origin', 'none']) {
      const again = surface(await inputOn(lax));
      const accepted = await ask(lax, again[0], { body: again[1], site });
      expect([site, accepted.ok, cookieOf(accepted)]).toEqual([site, true, expect.any(String)]);
    }
  });

  test('succeeds from an allowed page of another site where COOKIE_SAME_SITE=none, and from no other page', async () => {
    const input = await inputOn(none);
    for (const origin of ['https://evil.example', 'null', '']) {
      expect(await codeOf(await ask(none, `/api/v1${path}`, { body: input, origin }))).toBe('COOKIE_UNAVAILABLE');
    }
    const accepted = await ask(none, `/api/v1${path}`, { body: input });
    expect(accepted.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^cartwright_session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=None; Partitioned$/,
      ),
      expect.stringMatching(
        /^cartwright_device=[\w-]{72}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=None; Partitioned$/,
      ),
    ]);
  });
});

test('a change of the password in cookie mode is refused to a page of another site, and the old password counts', async () => {
  const { user } = await lax.signUp();
  const login = { email: user.email, password, mode: 'cookie' };
  const cookie = cookieOf(await ask(lax, '/api/v1/auth/login', { body: login, site: 'same-site' }));
  const body = { currentPassword: password, newPassword: 'battery staple' };
  expect(await codeOf(await ask(lax, '/api/v1/auth/password', { body, cookie }))).toBe('COOKIE_UNAVAILABLE');
  await lax.caller().auth.login({ email: user.email, password });
});

describe("a guest's cart on a page of another site", () => {
  const add = (server: TestServer, origin = frontend) =>
    ask(server, '/api/v1/cart/items', { body: { productId: products.get(server) }, origin });

  test('has its token in the answer, and no cookie that the browser would drop', async () => {
    const added = await add(lax);
    expect(added.headers.getSetCookie()).toEqual([]);
    expect(await added.json()).toMatchObject({ count: 1, token: expect.any(String) });
  });

  test('is in a cookie too where COOKIE_SAME_SITE=none', async () => {
    const added = await add(none);
    expect(added.headers.getSetCookie()).toEqual([expect.stringMatching(/^cartwright_cart=.*; Partitioned$/)]);
    const cookie = cookieOf(added, 'cart');
    const read = await ask(none, '/api/v1/cart', { method: 'GET', cookie });
    expect(await read.json()).toMatchObject({ count: 1 });
    expect((await add(none, 'https://evil.example')).headers.getSetCookie()).toEqual([]);
  });
});

describe('a cookie that another site may bring along', () => {
  async function signedIn() {
    const { user } = await none.signUp();
    const body = { email: user.email, password, mode: 'cookie' };
    return { cookie: cookieOf(await ask(none, '/api/v1/auth/login', { body })) };
  }
  /** The status of a read. It avoids `fetch`, which sets `Sec-Fetch-Mode` itself. */
  async function read({ cookie = '', origin = frontend, headers }: Asked, path = '/api/v1/auth/me') {
    const sent = { 'sec-fetch-site': 'cross-site', cookie, ...(origin !== '' && { origin }), ...headers };
    const [answer] = (await once(get(`${none.url}${path}`, { headers: sent }), 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  }

  test('counts for an allowed page, and for a link that is followed', async () => {
    const { cookie } = await signedIn();
    expect(await read({ cookie })).toBe(200);
    const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(await read({ cookie, origin: '', headers: link })).toBe(200);
  });

  test('does not count for what a page that is not allowed reads, loads or frames', async () => {
    const { cookie } = await signedIn();
    const kinds: Asked[] = [
      { origin: 'https://evil.example' },
      { origin: '', headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } },
      { origin: '', headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } },
    ];
    for (const asked of kinds) expect(await read({ cookie, ...asked })).toBe(401);
    expect(await read({ cookie, origin: '' }, '/api/v1/orders/CW-0000-0000/events')).toBe(401);
  });

  test('changes nothing for a page that is not allowed', async () => {
    const { cookie } = await signedIn();
    for (const origin of ['https://evil.example', 'null', '']) {
      const changed = await ask(none, '/api/v1/auth/logout', { cookie, origin });
      expect(await codeOf(changed)).toBe('CROSS_ORIGIN');
    }
    expect(await read({ cookie })).toBe(200);
  });
});

describe('a second sign-in with the cookie of a first', () => {
  test.for(['auth.login', 'auth.register'])('ends the first session: %s', async (name) => {
    const { user } = await lax.signUp();
    const other = await lax.signUp();
    const site = 'same-origin';
    const login = { email: user.email, password, mode: 'cookie' };
    const first = cookieOf(await ask(lax, '/api/v1/auth/login', { body: login, site }));
    const kept = cookieOf(await ask(lax, '/api/v1/auth/login', { body: login, site }));
    const [path, body] =
      name === 'auth.login'
        ? ['/api/v1/auth/login', { ...login, email: other.user.email }]
        : ['/api/v1/auth/register', { ...login, email: `second-${user.email}`, name: 'Second' }];
    const second = cookieOf(await ask(lax, path, { body, site, cookie: first }));
    const status = async (cookie: string | undefined) =>
      (await ask(lax, '/api/v1/auth/me', { method: 'GET', cookie, site })).status;
    expect([await status(first), await status(second), await status(kept)]).toEqual([401, 200, 200]);
    const devices = await lax.caller({ accessToken: kept?.split('=')[1] }).auth.sessions.list({});
    expect(devices.items).toHaveLength(2);
  });

  test('in bearer mode leaves the cookie alone', async () => {
    const { user } = await lax.signUp();
    const site = 'same-origin';
    const login = { email: user.email, password };
    const cookie = cookieOf(await ask(lax, '/api/v1/auth/login', { body: { ...login, mode: 'cookie' }, site }));
    await ask(lax, '/api/v1/auth/login', { body: login, site, cookie });
    expect((await ask(lax, '/api/v1/auth/me', { method: 'GET', cookie, site })).status).toBe(200);
  });
});
